"""Train the model that finds names, the same bytes from the same texts, and print what it finds on texts kept aside.

    python bin/train_names.py PATH/factrueval-dev [--cases PATH/cases.jsonl] [--measure]

The texts: a folder in the format of factRuEval-2016 (its development set is under the MIT licence), the sentences of
`train_names.txt` with made-up names, and the cases of the part "tune". With `--measure` every fifth document is kept
aside, figures are printed and no model is written.
"""

import argparse
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pycrfsuite

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "site")]

from mentoring.privacy.stems import diminutives  # noqa: E402
from mentoring.privacy.tagger import LABELS, MODEL, features, pieces, tokens  # noqa: E402

Span = tuple[int, int, str]
Document = tuple[str, list[Span]]
SEED = 2026
ROUNDS = 70
COPIES = 12  # How often each sentence of our own is filled with other names.
C1, C2 = 0.15, 0.02
KINDS = {
    "name": "PER", "surname": "PER", "patronymic": "PER", "nickname": "PER", "loc_name": "LOC", "org_name": "ORG",
}  # fmt: skip
OF_CASES = {"PER": "PER", "LOC": "LOC", "ORG": "ORG", "SCHOOL": "ORG"}
# Names that the dictionary may not know: the peoples of the country and its neighbours.
RARE_MEN = ["Фархад", "Ильдар", "Нарек", "Гагик", "Данияр", "Ренат", "Айдар", "Рамиль", "Ильназ", "Азат", "Мурат", "Тагир", "Расул", "Магомед", "Шамиль", "Аслан", "Тимерлан", "Заур", "Эльдар", "Рашид", "Бахтияр", "Отабек", "Шерзод", "Улугбек", "Жахонгир", "Азиз", "Бекзат", "Нурлан", "Ержан", "Арман", "Ашот", "Гурген", "Вартан", "Сурен", "Левон", "Гиви", "Зураб", "Вахтанг", "Анзор", "Беслан", "Адам", "Аюр", "Баир", "Дамба", "Чингис", "Айсен", "Ньургун", "Санал", "Бадма", "Очир", "Игнатий", "Мирон", "Елисей", "Добрыня", "Лукьян", "Прохор", "Еремей"]
RARE_WOMEN = ["Зарема", "Лейла", "Гульнара", "Айгуль", "Эльмира", "Алсу", "Чулпан", "Динара", "Мадина", "Патимат", "Зухра", "Фатима", "Аминат", "Хадижат", "Лаура", "Наргиз", "Севинч", "Дильноза", "Малика", "Гузаль", "Айжан", "Асель", "Жанара", "Карине", "Ануш", "Гаяне", "Асмик", "Нино", "Этери", "Медея", "Сэсэг", "Туяна", "Саина", "Айталина", "Кермен", "Эмина", "Рада", "Снежана", "Эвелина", "Злата", "Мирослава", "Есения", "Стефания", "Агата", "Аглая", "Пелагея", "Фёкла", "Меланья", "Виолетта", "Лолита", "Сабина", "Самира", "Ясмина", "Амелия"]
SUFFIXES = {
    "ов": 8, "ев": 6, "ин": 6, "ский": 4, "енко": 4, "чук": 2, "ук": 1, "ян": 2, "швили": 1, "дзе": 1, "ых": 1, "ман": 1,
    "ко": 1, "берг": 1, "ович": 1, "ец": 1, "ик": 1, "ак": 1, "ченко": 1, "цкий": 1, "айло": 1, "аев": 2, "иев": 2, "идзе": 1,
}  # fmt: skip
ROOTS = ["Бар", "Сокол", "Кузн", "Мельник", "Гром", "Карас", "Тих", "Дрон", "Галк", "Крыл", "Сидор", "Петр", "Иван", "Рыжк", "Журавл", "Зайц", "Медвед", "Лебед", "Гор", "Полев", "Морозк", "Снегир", "Шевч", "Коваль", "Бондар", "Ткач", "Гончар", "Лысен", "Гур", "Сав", "Тарас", "Ерм", "Прох", "Лукь", "Зим", "Весн", "Осен", "Гусак", "Щук", "Карп", "Ряб", "Черн", "Бел", "Красн", "Син", "Серд", "Круг", "Дол", "Малах", "Каз", "Татар", "Мусин", "Ахмет", "Карим", "Гадж", "Магомед", "Рахим", "Саф", "Хасан", "Юсуп", "Абдул", "Галим", "Гарип", "Валит", "Шарип", "Нур", "Тагир", "Саркис", "Петрос", "Арутюн", "Григ", "Мартирос", "Бериш", "Кобал", "Чик", "Дол", "Вяземск", "Трубец", "Оболен", "Звер", "Птиц", "Ветр", "Туман", "Обл", "Дожд", "Радуж", "Солнц", "Лун", "Звезд", "Кряж", "Жуж", "Заплав", "Пестр", "Колос", "Рожк", "Овсян", "Гречк", "Просв", "Тюр", "Шумил", "Варнак", "Бицук", "Кляз", "Верт", "Стрел", "Копыт", "Мокр", "Сух", "Прян", "Перц", "Луковн", "Репк", "Огурц"]
PLACES = ["Рыбинск", "Кинешма", "Тольятти", "Бийск", "Саранск", "Сосновка", "Заречье", "Ивановка", "Верхнеозёрск", "Кряжимск", "Усть-Каменка", "Новосёлово", "Берёзовка", "Луга", "Елец", "Михайловка", "Красноборск", "Тихвин", "Боровичи", "Чистополь", "Салават", "Нальчик", "Грозный", "Каспийск", "Дербент", "Элиста", "Шадринск", "Ирбит", "Тара", "Тулун", "Зима", "Петровка", "Покров", "Суздаль", "Шуя", "Вичуга", "Кашин", "Торжок", "Осташков", "Псков", "Опочка", "Невель", "Порхов", "Дно", "Сланцы", "Заводоуковск", "Ялуторовск", "Заплавинск"]


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


def decline(name: str, case: str, gender: str, *, surname: bool = False) -> str:
    """A name in a case (n g d a i l) by the rules of school grammar; gender m, f, or y for a family's surname."""
    if surname:
        if name.endswith(("ов", "ев", "ёв", "ин", "ын")):
            endings = {
                "m": ("", "а", "у", "а", "ым", "е"),
                "f": ("а", "ой", "ой", "у", "ой", "ой"),
                "y": ("ы", "ых", "ым", "ых", "ыми", "ых"),
            }
            return name + endings[gender]["ngdail".index(case)]
        if name.endswith(("ский", "цкий")):
            endings = {
                "m": ("ий", "ого", "ому", "ого", "им", "ом"),
                "f": ("ая", "ой", "ой", "ую", "ой", "ой"),
                "y": ("ие", "их", "им", "их", "ими", "их"),
            }
            return name[:-2] + endings[gender]["ngdail".index(case)]
        if name[-1] in "оеиых" or gender == "f":
            return name
        if gender == "y":
            return name + ("и", "ов", "ам", "ов", "ами", "ах")["ngdail".index(case)]
    if name[-1] == "а":
        i = "и" if name[-2] in "гкхжчшщ" else "ы"
        return (
            name[:-1] + ("а", i, "е", "у", "ей" if name[-2] in "жчшщц" else "ой", "е")["ngdail".index(case)]
        )
    if name[-1] == "я":
        soft = name.endswith("ия")
        return (
            name[:-1]
            + ("я", "и", "и" if soft else "е", "ю", "ей", "и" if soft else "е")["ngdail".index(case)]
        )
    if name[-1] == "ь" and gender == "f":
        return name[:-1] + ("ь", "и", "и", "ь", "ью", "и")["ngdail".index(case)]
    if name[-1] in "йь":
        last = "и" if name.endswith("ий") else "е"
        return name[:-1] + (name[-1], "я", "ю", "я", "ем", last)["ngdail".index(case)]
    if name[-1] in "оеиуы":
        return name
    if name[-2:] in ("ек", "ок") and len(name) > 3:
        return (
            name
            if case == "n"
            else name[:-2]
            + ("ь" if name[-2] == "е" else "")
            + "к"
            + ("", "а", "у", "а", "ом", "е")["ngdail".index(case)]
        )
    soft = name[-1] in "жчшщц"
    return name + ("", "а", "у", "а", "ем" if soft else "ом", "е")["ngdail".index(case)]


class Invented:
    """People and places that do not exist, drawn from a seeded source."""

    def __init__(self, source: random.Random) -> None:
        self.source = source
        table = diminutives()
        self.men = [
            n.capitalize() for n in table if n[-1] not in "ая" or n in ("илья", "никита", "данила")
        ] + RARE_MEN
        self.women = [
            n.capitalize() for n in table if n[-1] in "ая" and n not in ("илья", "никита", "данила")
        ] + ["Любовь"]
        self.women += RARE_WOMEN
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
            value = decline(value, case, gender or "m", surname=kind == "S")
            text += before
            spans.append((len(text), len(text) + len(value), "LOC" if kind == "C" else "PER"))
            text += value
            rest = slot[length:]
        text += rest
        return text[0].upper() + text[1:], spans

    def word(self, kind: str, gender: str, people: dict[str, str], number: str) -> str:
        choice = self.source.choice
        if kind == "C":
            return choice(PLACES)
        key = kind + number
        if key not in people:
            if kind == "S":
                suffix = self.source.choices(list(SUFFIXES), list(SUFFIXES.values()))[0]
                people[key] = choice(ROOTS) + suffix
            elif kind == "P":
                father = choice([man for man in self.men if man[-1] not in "аяь"])
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


def own_sentences(copies: int, source: random.Random) -> list[Document]:
    """The sentences of `train_names.txt` with invented names; those without names once."""
    invented = Invented(source)
    found = []
    for row in Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines():
        if row and not row.startswith("#"):
            found += [invented.fill(row) for _ in range(copies if "$" in row else 2)]
    source.shuffle(found)
    # In runs of five, as in a text; a name beside another sentence's words.
    runs = []
    for first in range(0, len(found), 5):
        text, spans = "", []
        for sentence, marks in found[first : first + 5]:
            spans += [(start + len(text), end + len(text), label) for start, end, label in marks]
            text += sentence + " "
        runs.append((text, spans))
    return runs


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
    counts = {(mode, label): [0, 0, 0] for mode in ("as written", "lower case") for label in LABELS}
    for document in documents:
        for number, (rows, labels) in enumerate(examples(document)):
            mode = "lower case" if number % 2 else "as written"
            for said, true in zip(tagger.tag(rows), labels, strict=True):
                for label in LABELS:
                    count = counts[mode, label]
                    count[0] += said == true == label
                    count[1] += true == label
                    count[2] += said == label
    for (mode, label), (both, true, said) in counts.items():
        print(
            f"{mode}, {label}: recall {both / max(1, true):.3f}, precision {both / max(1, said):.3f}, {true} words"
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
    own = own_sentences(COPIES, random.Random(SEED))
    if given.measure:
        aside = corpus[::5] + cases[::5]
        train(
            [d for n, d in enumerate(corpus) if n % 5] + [d for n, d in enumerate(cases) if n % 5] * 3 + own,
            given.to,
        )
        report(aside, given.to)
    else:
        train(corpus + cases * 3 + own, given.to)
    print(
        f"{given.to}: {given.to.stat().st_size} bytes; {len(corpus)} documents, {len(cases)} cases, {len(own)} runs of own sentences"
    )


if __name__ == "__main__":
    main()
