"""Train the model that finds names, the same bytes from the same texts, and print what it finds on texts kept aside.

    python bin/train_names.py PATH/factrueval-dev [--cases PATH/cases.jsonl] [--without FIFTH] [--to FILE]

The texts: a folder in the format of factRuEval-2016 (its development set is under the MIT licence), the sentences of
`train_names.txt` with invented names (`invented_names.py`), the cases of the part "tune", both also about other people,
and the lines of the demonstration library and of the hint questions where no capital stands inside a sentence. With
`--without` 0 to 4 every fifth document of the folder from that one on is kept aside for the figures of
`bench/privacy.py --model FILE --fifth`; name another FILE then.
"""

import argparse
import json
import random
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pycrfsuite

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "site")]

from invented_names import Document, Invented, renamed, rewritten  # noqa: E402

from mentoring.privacy.tagger import LABELS, MODEL, features, pieces, tokens  # noqa: E402

SEED = 2026
ROUNDS = 110
COPIES = 20  # How often each sentence of our own is filled with other names.
COPIES_WITHOUT_NAMES = 4
OTHERS = 3  # How often each case is told about other people.
SLIPS = 0.12  # Share of ordinary words typed with a mistake, in half of our own texts.
C1, C2 = 0.15, 0.02
SHORTEST = 20  # Characters of a line worth reading.
NAMELESS = (
    ROOT / "knowledge_base/demo/solved_cases.json",
    ROOT / "knowledge_base/demo/resources.json",
    ROOT / "mentoring/content/hint_questions.json",
)
KINDS = {
    "name": "PER", "surname": "PER", "patronymic": "PER", "nickname": "PER", "loc_name": "LOC", "org_name": "ORG",
}  # fmt: skip
OF_CASES = {"PER": "PER", "LOC": "LOC", "ORG": "ORG", "SCHOOL": "ORG"}


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


def read_nameless(paths: Iterable[Path]) -> list[Document]:
    """Lines of the demonstration library and of the hint questions in which nothing can be a name."""

    def texts(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list | dict):
            for part in value.values() if isinstance(value, dict) else value:
                yield from texts(part)

    lines = [
        line
        for path in paths
        for text in texts(json.loads(path.read_text("utf-8")))
        for line in text.splitlines()
    ]
    return [(line, []) for line in lines if len(line) > SHORTEST and not _CAPITAL_INSIDE.search(line)]


_CAPITAL_INSIDE = re.compile(r"[а-яё,;)\d-] ?[«\"(]?[А-ЯЁA-Z]")


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

    def another(word: str, label: str) -> str:
        slips = not label and len(word) > 4 and word.isalpha() and source.random() < SLIPS
        return slip(word, source) if slips else word

    return rewritten(document, another)


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


def about_others(documents: list[Document], copies: int) -> list[Document]:
    """Each of them about other people, so many times, always the same ones."""
    _sentences, lists = read_own_texts(Path(__file__).with_suffix(".txt"))
    invented = Invented(random.Random(SEED), lists)
    return [renamed(document, invented) for _ in range(copies) for document in documents]


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
    parser.add_argument("--without", type=int, choices=range(5))
    parser.add_argument("--to", type=Path, default=MODEL)
    given = parser.parse_args()
    corpus = read_corpus(given.corpus)
    cases = read_own_cases(given.cases) if given.cases.exists() else []
    own = own_sentences(COPIES, random.Random(SEED)) + read_nameless(NAMELESS)
    read = [
        text for number, text in enumerate(corpus) if given.without is None or number % 5 != given.without
    ]
    others = about_others(cases, OTHERS) + about_others(read, 1)
    train(read + with_slips_of(cases) + cases * 3 + others + own, given.to)
    if given.without is not None:
        report(corpus[given.without :: 5], given.to)
    print(
        f"{given.to}: {given.to.stat().st_size} bytes; {len(corpus)} documents, {len(cases)} cases, "
        f"{len(own)} runs of own sentences"
    )


if __name__ == "__main__":
    main()
