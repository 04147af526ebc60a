"""People, places and bodies that do not exist, to fill the sentences with from which the model of names learns."""

import random
import re
from collections.abc import Callable

from mentoring.language import fold, parses
from mentoring.privacy.declension import decline, decline_surname, diminutives, first_names
from mentoring.privacy.tagger import tokens

Span = tuple[int, int, str]
Document = tuple[str, list[Span]]
UNHEARD_OF = 0.15  # Share of first names that no dictionary has.
PLAIN = 0.12  # Share of surnames that are words of every day: «Мороз», «Синица».
RENAMED_PLAIN = 0.3  # The same where the names of a case are exchanged.
OF_NAMES = {"F": "Name", "S": "Surn", "P": "Patr"}
LETTERS = {"nomn": "n", "gent": "g", "datv": "d", "accs": "a", "ablt": "i", "loct": "l"}
_SLOT = re.compile(r"[$\[\]]")
SUFFIXES = {
    "ов": 8, "ев": 6, "ин": 6, "ский": 4, "енко": 4, "чук": 2, "ук": 1, "ян": 2, "швили": 1, "дзе": 1, "ых": 1,
    "ман": 1, "ко": 1,
    "берг": 1, "ович": 1, "ец": 1, "ик": 1, "ак": 1, "ченко": 1, "цкий": 1, "айло": 1, "аев": 2, "иев": 2,
    "идзе": 1,
}  # fmt: skip


class Invented:
    """People and places that do not exist, drawn from a seeded source."""

    def __init__(self, source: random.Random, lists: dict[str, list[str]]) -> None:
        self.source = source
        self.roots, self.places, self.plain = lists["roots"], lists["places"], lists["plain"]
        self.called, self.described = lists["called"], lists["described"]
        self.whole, self.streets = lists["whole"], lists["streets"]
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
        text, spans, rest, begun = "", [], template, 0
        people: dict[str, str] = {}
        while found := _SLOT.search(rest):
            before, slot = rest[: found.start()], rest[found.end() :]
            text += before
            if found.group() == "[":
                begun, rest = len(text), slot
                continue
            if found.group() == "]":
                spans.append((begun, len(text), "ORG" if slot[0] == "O" else "LOC"))
                rest = slot[1:]
                continue
            kind, case, length = slot[0], slot[1], 2
            gender = number = ""
            if kind in "NT":
                text += {"N": self.body, "T": self.settlement}[kind]()
                rest = slot[1:]
                continue
            if kind == "R":
                text += self.street(case)
                rest = slot[2:]
                continue
            if kind != "C":
                gender, number, length = slot[2], slot[3], 4
                if gender == "x":
                    gender = people.setdefault("g" + number, self.source.choice("mf"))
            value = self.word(kind, gender, people, number)
            value = decline_surname(value, case, gender) if kind == "S" else decline(value, case)
            spans.append((len(text), len(text) + len(value), "LOC" if kind == "C" else "PER"))
            text += value
            rest = slot[length:]
        text += rest
        return text[0].upper() + text[1:], spans

    def word(
        self, kind: str, gender: str, people: dict[str, str], number: str, *, plain: float = PLAIN
    ) -> str:
        """A name of a kind: F(irst), D(iminutive), S(urname), P(atronymic); the same for the same number."""
        choice = self.source.choice
        if kind == "C":
            return choice(self.places)
        key = kind + number
        if key not in people and kind in "FD" and self.source.random() < UNHEARD_OF:
            people[key] = self.unheard_of(gender)
        if key not in people:
            if kind == "S" and self.source.random() < plain:
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

    def body(self) -> str:
        """What a body, a camp or a café is called: «Прогресс», «Сосновая роща»."""
        drawn = self.source.random()
        if drawn < 0.3:
            return f"{self.source.choice(self.described)} {self.source.choice(self.whole).lower()}"
        return self.source.choice(self.called if drawn < 0.75 else self.plain)

    def settlement(self) -> str:
        """What a village is called beside the word «village»: «Старые Гуси», «Кряжино», «Лесной»."""
        root, choice = self.source.choice(self.roots), self.source.choice
        name = choice([
            root + choice(["ово", "ино", "ка", "ичи", "ск", "овка", "иха", "аш", "ай", "урт", "евка", "ное", "ец"]),
            choice(self.plain),
            choice(self.places),
        ])  # fmt: skip
        drawn = self.source.random()
        if drawn < 0.2:
            which = choice(["Старые", "Новые", "Нижние", "Верхние", "Малые", "Большие"])
            return f"{which} {root}{choice(['ы', 'и', 'ки'])}"
        if drawn < 0.35:
            return f"{choice(['Старая', 'Новая', 'Малая', 'Большая', 'Красная'])} {root}{choice(['овка', 'ка', 'иха'])}"
        return choice(self.streets).removesuffix("ая").removesuffix("яя") + "ый" if drawn < 0.45 else name

    def street(self, case: str) -> str:
        """What a street is called, in a case: «Лётной»; beside its word (case x) also «Кряжева»."""
        if case == "x" and self.source.random() < 0.5:
            return decline_surname(self.source.choice(self.roots) + "ов", "g", "m")
        return self.source.choice(self.streets)[:-2] + ("ую" if case == "a" else "ой")

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


def rewritten(document: Document, another: Callable[[str, str], str]) -> Document:
    """The same text with each word put through `another(word, label)`; the label is empty where nothing is named."""
    text, spans = document
    # A person inside the name of a place is a person.
    inner = sorted(spans, key=lambda span: span[2] == "PER")
    labels = {place: label for start, end, label in inner for place in range(start, end)}
    pieces, done, offset, shift = [], 0, 0, [0] * (len(text) + 1)
    for token in tokens(text):
        for place in range(done, token.start + 1):
            shift[place] = offset
        new = another(token.text, labels.get(token.start, ""))
        pieces += [text[done : token.start], new]
        offset += len(new) - len(token.text)
        done = token.end
    for place in range(done, len(text) + 1):
        shift[place] = offset
    moved = [(start + shift[start], end + shift[end], label) for start, end, label in spans]
    return "".join([*pieces, text[done:]]), moved


def renamed(document: Document, invented: Invented) -> Document:
    """The same text about other people: each word of a name becomes another of its kind, case and gender."""
    people: dict[str, str] = {}

    def another(word: str, label: str) -> str:
        return other_name(word, invented, people) if label == "PER" else word

    return rewritten(document, another)


def other_name(word: str, invented: Invented, people: dict[str, str]) -> str:
    """Another name in the place of this one; the word itself where its case or gender cannot be told."""
    folded = fold(word)
    for parse in parses(folded):
        kinds = [kind for kind, grammeme in OF_NAMES.items() if grammeme in parse.grammemes]
        cases = [letter for case, letter in LETTERS.items() if case in parse.grammemes]
        if not (kinds and cases and "sing" in parse.grammemes):
            continue
        gender = "f" if "femn" in parse.grammemes else "m"
        kind = "D" if kinds[0] == "F" and invented.source.random() < 0.3 else kinds[0]
        value = invented.word(kind, gender, people, parse.lemma, plain=RENAMED_PLAIN)
        new = decline_surname(value, cases[0], gender) if kind == "S" else decline(value, cases[0])
        return new if word[0].isupper() else new.lower()
    return word
