"""Names in all their cases by the rules of school grammar; enough to know a name of our tables when it is met."""

import re
from functools import lru_cache

from mentoring.language import fold, is_known

from .grammar import facts
from .lexicon import CONTENT, lexicon, rows_of

CASES = "ngdail"
_SURNAMES = {
    "m": ("", "а", "у", "а", "ым", "е"),
    "f": ("а", "ой", "ой", "у", "ой", "ой"),
    "y": ("ы", "ых", "ым", "ых", "ыми", "ых"),
}
_ADJECTIVES = {
    "m": ("ий", "ого", "ому", "ого", "им", "ом"),
    "f": ("ая", "ой", "ой", "ую", "ой", "ой"),
    "y": ("ие", "их", "им", "их", "ими", "их"),
}
_HARD = {"f": ("ая", "ой", "ой", "ую", "ой", "ой"), "y": ("ые", "ых", "ым", "ых", "ыми", "ых")}


def decline_surname(name: str, case: str, gender: str) -> str:
    """A surname, given as a man's, in a case (n g d a i l) for m(an), f(emale) or famil(y)."""
    number = CASES.index(case)
    if name.endswith(("ов", "ев", "ёв", "ин", "ын")):
        return name + _SURNAMES[gender][number]
    if name.endswith(("ский", "цкий")):
        return name[:-2] + _ADJECTIVES[gender][number]
    if name.endswith(("ый", "ной", "той")) and len(name) > 4:
        # «Белый», «Бережной», «Толстой» are declined as the adjectives that they are.
        hard = (name[-2:], "ого", "ому", "ого", "ым", "ом") if gender == "m" else _HARD[gender]
        return name[:-2] + hard[number]
    if name[-1] in "оеиых" or gender == "f":
        return name
    if gender == "y":
        return name + ("и", "ов", "ам", "ов", "ами", "ах")[number]
    return decline(name, case)


def decline(name: str, case: str) -> str:
    """A first name or patronymic in a case; those in -ь are taken for women's but for «Игорь»."""
    number = CASES.index(case)
    last, body = name[-1], name[:-1]
    if last == "а":
        soft = "и" if body[-1:] in tuple("гкхжчшщ") else "ы"
        return body + ("а", soft, "е", "у", "ей" if body[-1:] in tuple("жчшщц") else "ой", "е")[number]
    if last == "я":
        after_i = "и" if name.endswith("ия") else "е"
        return body + ("я", "и", after_i, "ю", "ей", after_i)[number]
    if last == "ь" and fold(name) != "игорь":
        return body + ("ь", "и", "и", "ь", "ью", "и")[number]
    if last in "йь":
        return body + (last, "я", "ю", "я", "ем", "и" if name.endswith("ий") else "е")[number]
    if last in "оеиуыэ":
        return name
    if number and fold(name) in _FLEETING:
        body = _FLEETING[fold(name)]
        return (body.capitalize() if name[0].isupper() else body) + ("", "а", "у", "а", "ом", "е")[number]
    if number and len(name) > 3 and fold(name)[-2:] in ("ек", "ок"):
        return (
            name[:-2]
            + ("ьк" if name[-2] in "её" and name[-3] not in "шчжщ" else "к")
            + ("", "а", "у", "а", "ом", "е")[number]
        )
    return name + ("", "а", "у", "а", "ем" if last in "жчшщц" else "ом", "е")[number]


_FLEETING = {"павел": "павл", "лев": "льв", "петр": "петр"}


@lru_cache(maxsize=1)
def diminutives() -> dict[str, tuple[str, ...]]:
    """Full first name (folded) → its diminutives, as written in the table."""
    table = {}
    for line in (CONTENT / "diminutives.tsv").read_text(encoding="utf-8").splitlines():
        name, short = line.split("\t")
        table[fold(name)] = tuple(dict.fromkeys(short.split()))
    return table


@lru_cache(maxsize=2)
def first_names(section: str) -> tuple[str, ...]:
    """Names of many peoples, of "men" or of "women", as written in `first_names.txt`."""
    text = (CONTENT / "first_names.txt").read_text(encoding="utf-8")
    return tuple(text.split(f"[{section}]\n")[1].split("\n[")[0].split())


# Words of the dictionary too, but in a school the names of people first.
_RATHER_NAMES = lexicon("rather_names")


@lru_cache(maxsize=1)
def _forms() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, short in diminutives().items():
        for one in (name, *short):
            folded = fold(one)
            for case in CASES:
                found.setdefault(decline(folded, case), set()).add(name)
            if folded[-1] in "ая" and len(folded) > 3:
                # «Маш!», «Настюш, послушай»: how people are called to.
                found.setdefault(folded[:-1] + ("ь" if folded[-1] == "я" else ""), set()).add(name)
    for section in ("men", "women"):
        for name in map(fold, first_names(section)):
            for form in {decline(name, case) for case in CASES}:
                # «Алмаз», «Ландыш» and «Мин» are words first: the other witnesses tell when they are names.
                if len(form) > 3 and (name in _RATHER_NAMES or not facts(form).plain):
                    found.setdefault(form, set()).add(name)
    for name in " ".join(rows_of("rare_first_names.txt")).split():
        for form in {decline(name, case) for case in CASES}:
            if len(form) > 3 and not is_known(form):
                found.setdefault(form, set()).add(name)
    return {form: frozenset(names) for form, names in found.items()}


def full_names(folded: str) -> frozenset[str]:
    """The full first names that a word may stand for, in whatever form and case; empty for other words."""
    return _forms().get(folded) or _derived(folded)


# Suffixes of endearment and of coarseness that any short name takes: Russian Grammar (1980), §§ 410–427.
_ENDEARED = re.compile(
    r"(.{3,10}?)(?:юх|ух|юш|уш|юн|ун|юс|ус|юл|ул|ульк|юльк|очк|ечк|еньк|оньк|юшк|ушк|юньк|уньк|усик|юсик|ик|чик|ек|ок)"
    r"(?:а|я|у|ю|е|и|ы|ой|ей|ом|ем)?"
)


@lru_cache(maxsize=1)
def _short_stems() -> dict[str, str]:
    found: dict[str, str] = {}
    for name, short in diminutives().items():
        for one in (name, *short):
            folded = fold(one)
            found.setdefault(folded[:-1] if folded[-1] in "аяйь" else folded, name)
    return found


@lru_cache(maxsize=16_384)
def _derived(folded: str) -> frozenset[str]:
    """The full name of a diminutive that no table has: «Катюха», «Гульнарочка», «Данилушка»."""
    found = _ENDEARED.fullmatch(folded)
    if not found or found[1] not in _short_stems() or facts(folded).known:
        return frozenset()
    return frozenset((_short_stems()[found[1]],))


@lru_cache(maxsize=1)
def _possessives() -> frozenset[str]:
    stems = set()
    for name, short in diminutives().items():
        stems |= {fold(one)[:-1] + "ин" for one in (name, *short) if fold(one)[-1] in "ая"}
    endings = ("", "а", "у", "о", "ы", "ого", "ому", "ым", "ом", "ой", "ою", "ых", "ыми")
    return frozenset(stem + ending for stem in stems for ending in endings)


def is_possessive(folded: str) -> bool:
    """Whether a word is an adjective made of a first name: «Катин», «Петиной», «Димкиного»."""
    return folded in _possessives()
