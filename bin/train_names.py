"""Train the model that finds names, the same bytes from the same texts, and print what it finds on texts kept aside.

    python bin/train_names.py PATH/factrueval-dev [--cases PATH/cases.jsonl] [--measure]

The texts: a folder in the format of factRuEval-2016 (its development set is under the MIT licence), the sentences of
`train_names.txt` with made-up names, the cases of the part "tune", and of the demonstration cases, which name nobody,
the lines where no capital stands inside a sentence. With `--measure` every fifth document is kept
aside, figures are printed and no model is written.
"""

import argparse
import json
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pycrfsuite

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "site")]

from mentoring.privacy.declension import decline, decline_surname, diminutives, first_names  # noqa: E402
from mentoring.privacy.tagger import LABELS, MODEL, features, pieces, tokens  # noqa: E402

Span = tuple[int, int, str]
Document = tuple[str, list[Span]]
SEED = 2026
ROUNDS = 70
COPIES = 20  # How often each sentence of our own is filled with other names.
COPIES_WITHOUT_NAMES = 4
UNHEARD_OF = 0.15  # Share of first names that no dictionary has.
PLAIN = 0.12  # Share of surnames that are words of every day: «Мороз», «Синица».
SLIPS = 0.12  # Share of ordinary words typed with a mistake, in half of our own texts.
C1, C2 = 0.15, 0.02
SHORTEST = 20  # Characters of a line worth reading.
NAMELESS = ROOT / "knowledge_base/demo/solved_cases.json"
KINDS = {
    "name": "PER", "surname": "PER", "patronymic": "PER", "nickname": "PER", "loc_name": "LOC", "org_name": "ORG",
}  # fmt: skip
OF_CASES = {"PER": "PER", "LOC": "LOC", "ORG": "ORG", "SCHOOL": "ORG"}
SUFFIXES = {
    "ов": 8, "ев": 6, "ин": 6, "ский": 4, "енко": 4, "чук": 2, "ук": 1, "ян": 2, "швили": 1, "дзе": 1, "ых": 1,
    "ман": 1, "ко": 1,
    "берг": 1, "ович": 1, "ец": 1, "ик": 1, "ак": 1, "ченко": 1, "цкий": 1, "айло": 1, "аев": 2, "иев": 2,
    "идзе": 1,
}  # fmt: skip


def read_own_texts(path: Path) -> tuple[list[str], dict[str, list[str]]]:
    """The sentences and the named lists (`men = …`, going on in indented rows) of `train_names.txt`."""
    sentences, lists, name = [], {}, ""
    for row in path.read_text(encoding="utf-8").splitlines():
        if row.startswith("#") or not row:
            continue
        if " = " in row:
            name, row = row.split(" = ")
            lists[name] = row.split()
        elif row.startswith(" "):
            lists[name] += row.split()
        else:
            sentences.append(row)
    return sentences, lists


def read_corpus(folder: Path) -> list[Document]:
    """Documents of a folder in the format of factRuEval-2016 (`.txt` and `.spans`), in the order of their names."""
    documents = []
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        spans = []
        for row in path.with_suffix(".spans").read_text(encoding="utf-8").splitlines():
            columns = row.split()
            if len(columns) > 3 and columns[1] in KINDS:
                spans.append((int(columns[2]), int(columns[2]) + int(columns[3]), KINDS[columns[1]]))
        documents.append((text, spans))
    return documents


def read_own_cases(path: Path) -> list[Document]:
    """The annotated cases of the part "tune"."""
    from tests.privacy.annotated import read_cases

    return [
        (case.text, [(start, end, OF_CASES[label]) for start, end, label in case.spans if label in OF_CASES])
        for case in read_cases(path)
        if case.part == "tune"
    ]


def read_nameless(path: Path) -> list[Document]:
    """Lines of the demonstration cases in which nothing can be a name."""

    def texts(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list | dict):
            for part in value.values() if isinstance(value, dict) else value:
                yield from texts(part)

    lines = "\n".join(texts(json.loads(path.read_text(encoding="utf-8")))).splitlines()
    return [(line, []) for line in lines if len(line) > SHORTEST and not _CAPITAL_INSIDE.search(line)]


_CAPITAL_INSIDE = re.compile(r"[а-яё,;)\d-] ?[«\"(]?[А-ЯЁA-Z]")


class Invented:
    """People and places that do not exist, drawn from a seeded source."""

    def __init__(self, source: random.Random, lists: dict[str, list[str]]) -> None:
        self.source = source
        self.roots, self.places, self.plain = lists["roots"], lists["places"], lists["plain"]
        table = diminutives()
        self.men = [
            n.capitalize() for n in table if n[-1] not in "ая" or n in ("илья", "никита", "данила")
        ] + list(first_names("men"))
        self.women = [
            n.capitalize() for n in table if n[-1] in "ая" and n not in ("илья", "никита", "данила")
        ] + ["Любовь"]
        self.women += first_names("women")
        self.short_men = [d for n, short in table.items() if n.capitalize() in self.men for d in short]
        self.short_women = [
            d for n, short in table.items() if n.capitalize() in self.women for d in short if d[-1] in "ая"
        ]

    def fill(self, template: str) -> Document:
        """A sentence with every slot filled, and where the names stand."""
        text, spans, rest = "", [], template
        people: dict[str, str] = {}
        while "$" in rest:
            before, slot = rest.split("$", 1)
            kind, case, length = slot[0], slot[1], 2
            gender = number = ""
            if kind != "C":
                gender, number, length = slot[2], slot[3], 4
                if gender == "x":
                    gender = people.setdefault("g" + number, self.source.choice("mf"))
            value = self.word(kind, gender, people, number)
            value = decline_surname(value, case, gender) if kind == "S" else decline(value, case)
            text += before
            spans.append((len(text), len(text) + len(value), "LOC" if kind == "C" else "PER"))
            text += value
            rest = slot[length:]
        text += rest
        return text[0].upper() + text[1:], spans

    def word(self, kind: str, gender: str, people: dict[str, str], number: str) -> str:
        choice = self.source.choice
        if kind == "C":
            return choice(self.places)
        key = kind + number
        if key not in people and kind in "FD" and self.source.random() < UNHEARD_OF:
            people[key] = self.unheard_of(gender)
        if key not in people:
            if kind == "S" and self.source.random() < PLAIN:
                people[key] = choice(self.plain)
            elif kind == "S":
                suffix = self.source.choices(list(SUFFIXES), list(SUFFIXES.values()))[0]
                people[key] = choice(self.roots) + suffix
            elif kind == "P":
                father = choice([man for man in self.men if man[-1] not in "аяьиоуеэ"])
                stem = (
                    father[:-2] + "ь"
                    if father.endswith("ий")
                    else father[:-1]
                    if father[-1] == "й"
                    else father
                )
                people[key] = stem + (
                    ("евич" if father[-1] == "й" else "ович")
                    if gender == "m"
                    else ("евна" if father[-1] == "й" else "овна")
                )
            elif kind == "D":
                people[key] = choice(self.short_men if gender == "m" else self.short_women)
            else:
                people[key] = choice(self.men if gender == "m" else self.women)
        return people[key]

    def unheard_of(self, gender: str) -> str:
        """A first name that no dictionary has, of two or three syllables."""
        syllables = self.source.choices(
            [
                "ай",
                "сар",
                "ми",
                "ла",
                "ну",
                "зе",
                "ли",
                "та",
                "эр",
                "до",
                "ки",
                "су",
                "ге",
                "ло",
                "бэ",
                "йо",
                "ва",
                "ша",
                "ню",
                "тэ",
                "ри",
                "дан",
            ],
            k=2,
        )
        endings = "а я ана ина эль ия айя ура" if gender == "f" else "н р л с д бек хан лан мир тур ис ай"
        return ("".join(syllables) + self.source.choice(endings.split())).capitalize()


def slip(word: str, source: random.Random) -> str:
    """A word typed with a mistake: a letter lost, doubled, exchanged with the next or heard wrongly."""
    place = source.randrange(1, len(word) - 1)
    kind = source.randrange(4)
    if kind == 0:
        return word[:place] + word[place + 1 :]
    if kind == 1:
        return word[:place] + word[place] + word[place:]
    if kind == 2:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    heard = word[place].translate(str.maketrans("аоеиядтзсбпвф", "оаиеитдсзпбфв"))
    return word[:place] + heard + word[place + 1 :]


def with_slips(document: Document, source: random.Random) -> Document:
    """The same text with mistakes in ordinary words, so that an unknown word alone is no name."""
    text, spans = document
    names: set[int] = set()
    for start, end, _ in spans:
        names.update(range(start, end))
    pieces, done, moved, shift = [], 0, [], [0] * (len(text) + 1)
    offset = 0
    for token in tokens(text):
        for place in range(done, token.start + 1):
            shift[place] = offset
        new = token.text
        if token.start not in names and len(new) > 4 and new.isalpha() and source.random() < SLIPS:
            new = slip(new, source)
        pieces += [text[done : token.start], new]
        offset += len(new) - len(token.text)
        done = token.end
    for place in range(done, len(text) + 1):
        shift[place] = offset
    for start, end, label in spans:
        moved.append((start + shift[start], end + shift[start], label))
    return "".join([*pieces, text[done:]]), moved


def own_sentences(copies: int, source: random.Random) -> list[Document]:
    """The sentences of `train_names.txt` with invented names; those without names once."""
    sentences, lists = read_own_texts(Path(__file__).with_suffix(".txt"))
    invented = Invented(source, lists)
    found = [
        invented.fill(sentence)
        for sentence in sentences
        for _ in range(copies if "$" in sentence else COPIES_WITHOUT_NAMES)
    ]
    source.shuffle(found)
    # In runs of five, as in a text; a name beside another sentence's words.
    runs = []
    for first in range(0, len(found), 5):
        text, spans = "", []
        for sentence, marks in found[first : first + 5]:
            spans += [(start + len(text), end + len(text), label) for start, end, label in marks]
            text += sentence + " "
        runs.append((text, spans))
    return runs + [with_slips(run, source) for run in runs[::2]]


def examples(document: Document) -> Iterator[tuple[list[list[str]], list[str]]]:
    """Features and labels of a document's lines: as written, and with no capital."""
    text, spans = document
    found = tokens(text)
    labels = ["O"] * len(found)
    for start, end, label in spans:
        for index, token in enumerate(found):
            if token.start < end and token.end > start:
                labels[index] = label
    for first, last in pieces(text, found):
        for cased in (True, False):
            yield features([token.text for token in found[first:last]], cased=cased), labels[first:last]


def with_slips_of(documents: list[Document]) -> list[Document]:
    """All of them with mistakes, always the same ones."""
    source = random.Random(SEED)
    return [with_slips(document, source) for document in documents]


def train(documents: list[Document], path: Path) -> None:
    """Write the model. L-BFGS has no chance in it: the same documents in the same order give the same bytes."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": C1, "c2": C2, "max_iterations": ROUNDS, "feature.minfreq": 2})
    for document in documents:
        for rows, labels in examples(document):
            trainer.append(rows, labels)
    trainer.train(str(path))


def report(documents: list[Document], path: Path) -> None:
    """Words found and rightly found, by label, as written and without capitals."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    counts: dict[tuple[str, str], list[int]] = {
        (mode, label): [0, 0, 0] for mode in ("as written", "lower case") for label in LABELS
    }
    for document in documents:
        for number, (rows, labels) in enumerate(examples(document)):
            mode = "lower case" if number % 2 else "as written"
            for said, true in zip(tagger.tag(rows), labels, strict=True):
                for label in LABELS:
                    count = counts[mode, label]
                    count[0] += said == true == label
                    count[1] += true == label
                    count[2] += said == label
    for (mode, label), (both, there, marked) in counts.items():
        print(
            f"{mode}, {label}: recall {both / (there or 1):.3f}, precision {both / (marked or 1):.3f}, {there} words"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--cases", type=Path, default=ROOT / "tests/privacy/cases.jsonl")
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--to", type=Path, default=MODEL)
    given = parser.parse_args()
    corpus = read_corpus(given.corpus)
    cases = read_own_cases(given.cases) if given.cases.exists() else []
    own = own_sentences(COPIES, random.Random(SEED)) + read_nameless(NAMELESS)
    if given.measure:
        aside = corpus[::5] + cases[::5]
        train(
            [d for n, d in enumerate(corpus) if n % 5] + [d for n, d in enumerate(cases) if n % 5] * 3 + own,
            given.to,
        )
        report(aside, given.to)
    else:
        train(corpus + with_slips_of(cases) + cases * 3 + own, given.to)
    print(
        f"{given.to}: {given.to.stat().st_size} bytes; {len(corpus)} documents, {len(cases)} cases, "
        f"{len(own)} runs of own sentences"
    )


if __name__ == "__main__":
    main()
