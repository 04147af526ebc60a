"""Stems by which a name is the same name in any case, number and gender, in Cyrillic or in Latin letters."""

from collections.abc import Iterator
from functools import lru_cache

from mentoring.language import fold

from .lexicon import lexicon

# Endings of nouns and adjectives in all cases, ё folded. «овы», «ины» and the like are of surnames, not endings.
ENDINGS = lexicon("endings")
_NOMINATIVE = ("ий", "ый", "ой", "ая", "яя", "а", "я", "й", "ь", "о", "е", "ы", "и")
_LATIN = (
    ("shch", "q"), ("sch", "q"), ("sh", "w"), ("zh", "j"), ("kh", "h"), ("ch", "c"), ("tch", "c"), ("tz", "z"),
    ("ts", "z"), ("yu", "u"), ("iu", "u"), ("ju", "u"), ("ya", "a"), ("ia", "a"), ("ja", "a"), ("yo", "e"),
    ("jo", "e"), ("io", "e"), ("ye", "e"), ("je", "e"), ("ie", "e"), ("iy", "i"), ("ii", "i"), ("yi", "i"),
    ("ij", "i"), ("x", "ks"), ("ph", "f"), ("w", "v"), ("y", "i"), ("c", "k"), ("'", ""), ("’", ""),
)  # fmt: skip
# Usual ways of Latin letters for a Russian name, the longest first.
_READ = (
    ("shch", "щ"), ("sch", "щ"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("tz", "ц"), ("ch", "ч"), ("sh", "ш"),
    ("yu", "ю"), ("iu", "ю"), ("ju", "ю"), ("ya", "я"), ("ia", "ия"), ("ja", "я"), ("yo", "ё"), ("jo", "ё"),
    ("ye", "е"), ("je", "е"), ("iy", "ий"), ("yy", "ый"), ("x", "кс"), ("ph", "ф"), ("a", "а"), ("b", "б"), ("c", "к"),
    ("d", "д"), ("e", "е"), ("f", "ф"), ("g", "г"), ("h", "х"), ("i", "и"), ("j", "й"), ("k", "к"), ("l", "л"),
    ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"), ("q", "к"), ("r", "р"), ("s", "с"), ("t", "т"), ("u", "у"),
    ("v", "в"), ("w", "в"), ("z", "з"), ("'", "ь"), ("’", "ь"),
)  # fmt: skip
_WRITE = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюя",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "j",
            "z",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "h",
            "z",
            "c",
            "w",
            "q",
            "_",
            "i",
            "_",
            "e",
            "u",
            "a",
        ],
        strict=True,
    )
)


def base_stems(word: str) -> set[str]:
    """What stays of a name given in the nominative when it is inflected; «Павел» has «павел» and «павл»."""
    folded = fold(word)
    if len(folded) < 3:
        return {folded}
    found = set()
    for ending in _NOMINATIVE:
        if folded.endswith(ending) and len(folded) - len(ending) >= 2:
            found.add(folded[: -len(ending)])
            break
    else:
        found.add(folded)
        # A fleeting vowel: Павел — Павла, Лев — Льва, Санёк — Санька, Пётр stays.
        if folded[-2] in "ео" and folded[-1] in "лвкцр" and len(folded) > 3:
            found.add(folded[:-2] + folded[-1])
            found.add(folded[:-2] + "ь" + folded[-1])
        elif folded == "лев":
            found.add("льв")
    return found


@lru_cache(maxsize=65_536)
def stems(word: str) -> tuple[str, ...]:
    """Every stem that a word as met may have: itself and itself without each possible ending, the longest first."""
    folded = fold(word)
    return (
        folded,
        *(folded[:-n] for n in (1, 2, 3) if len(folded) - n >= 2 and folded[-n:] in ENDINGS),
    )


@lru_cache(maxsize=16_384)
def cyrillic(word: str) -> str:
    """A Latin word read as a Russian one: «Sergeevna» → «сергеевна»."""
    rest, read = word.lower(), ""
    while rest:
        latin, russian = next(
            (pair for pair in _READ if rest.startswith(pair[0])), (rest[0], _lone(rest, read))
        )
        read += russian
        rest = rest[len(latin) :]
    return read


def _lone(rest: str, read: str) -> str:
    """A letter of no table; «y» is й after a vowel, ий at the end and ы elsewhere."""
    if rest[0] != "y":
        return rest[0]
    if read[-1:] and read[-1] in "аеиоуыэюя":
        return "й"
    return "ий" if rest == "y" and read else "ы"


@lru_cache(maxsize=16_384)
def latin_key(word: str) -> str:
    """One key for every usual transliteration of a name: «Юлия», «Yulia», «Iuliia» and «Julija» meet in it."""
    folded = fold(word)
    if not folded.isascii():
        return _squeezed("".join(_WRITE.get(letter, letter) for letter in folded).replace("_", ""))
    key = folded
    for latin, one in _LATIN:
        key = key.replace(latin, one.upper())
    return _squeezed(key.lower())


def _squeezed(key: str) -> str:
    """Without doubled letters, and with the vowels that transliterations disagree on made one."""
    kept: list[str] = []
    for letter in (
        key.replace("ia", "a").replace("iu", "u").replace("ie", "e").replace("ii", "i").replace("ks", "x")
    ):
        if not kept or kept[-1] != letter:
            kept.append(letter)
    return "".join(kept)


def colloquial(patronymic: str) -> Iterator[str]:
    """How a patronymic is said: «Сергеевич» → «Сергеич», «Иванович» → «Иваныч», «Николаевна» → «Николавна»."""
    folded = fold(patronymic)
    if folded.endswith("евич"):
        yield folded[:-4] + "ич"
    if folded.endswith("ович"):
        yield folded[:-4] + "ыч"
    if folded.endswith("аевна"):
        yield folded[:-4] + "вна"
    if folded.endswith("овна"):
        yield folded[:-4] + "на"
