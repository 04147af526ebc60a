"""People, places and organisations among the words of a text: the dictionary, the model and the rules in union.

A single witness is enough for a mark: what it costs is a look of a moderator; what a missed name costs is a person.
"""

import re
from collections.abc import Iterator, Sequence

from mentoring.language import fold

from .grammar import Facts, facts
from .labels import Label, Tier
from .lexicon import CONTENT, lexicon
from .stems import ENDINGS, cyrillic, families, first_name_stems, stems
from .tagger import PATRONYMIC, Guess, Token

SURE, CHECK = Tier.SURE.value, Tier.CHECK.value
Verdicts = dict[int, tuple[str, str]]
# Chances of the model: from the one on it is believed, from the other on it is looked at.
_BELIEVED, _DOUBTED = 0.6, 0.12
# Capitalised in the middle of a sentence, and names nobody.
_HARMLESS = lexicon("harmless")
_PARTICLES = lexicon("particles")
_OPENERS = frozenset('.!?…:«"—-–(•*>„“;)')
_HONORIFICS = lexicon("honorifics")
_ENGLISH_HARMLESS = lexicon("english_harmless")
_TRIGGERS = lexicon("triggers")


class Line:
    """The words of a text as the rules see them: who begins a sentence, who is capitalised, what the dictionary says."""

    def __init__(self, text: str, found: Sequence[Token]) -> None:
        self.text = text
        self.tokens = found
        self.folded = [fold(token.text) for token in found]
        self.word = [token.text[0].isalpha() for token in found]
        self.opening = [
            index == 0
            or found[index - 1].text in _OPENERS
            or "\n" in text[found[index - 1].end : token.start]
            for index, token in enumerate(found)
        ]
        capitals = [
            is_word and token.text[0].isupper() for is_word, token in zip(self.word, found, strict=True)
        ]
        shouted = _shouted(text, found, capitals)
        self.capital = [one and index not in shouted for index, one in enumerate(capitals)]
        middle = sum(one and not opening for one, opening in zip(self.capital, self.opening, strict=True))
        # One capital in the middle of two hundred words is a slip of a writer who writes without them.
        self.cased = middle * 200 > sum(self.word)
        self.shouted = shouted

    def facts(self, index: int) -> Facts:
        return facts(self.folded[index])


def _shouted(text: str, found: Sequence[Token], capitals: Sequence[bool]) -> frozenset[int]:
    """Words of lines that are written in capitals only: there capitals say nothing."""
    shouted: set[int] = set()
    line: list[int] = []
    for index in range(len(found) + 1):
        if index == len(found) or (index and "\n" in text[found[index - 1].end : found[index].start]):
            long = [one for one in line if found[one].text.isalpha() and len(found[one].text) > 1]
            if sum(found[one].text.isupper() for one in long) * 2 > len(long) > 2:
                shouted.update(line)
            line = []
        if index < len(found):
            line.append(index)
    return frozenset(shouted)


def people_and_places(line: Line, written: Sequence[Guess], lowered: Sequence[Guess]) -> Verdicts:
    """Token index → label and tier. `written` guesses looked at capitals, `lowered` ones did not."""
    verdicts: Verdicts = {}
    for index, token in enumerate(line.tokens):
        if not line.word[index] or line.folded[index] in _HARMLESS:
            continue
        if token.text.isascii():
            verdict = _of_latin(line, index)
        elif line.capital[index] and (line.cased or not line.opening[index]):
            verdict = _of_capital(line, index, written[index], lowered[index])
        else:
            verdict = _of_small(line, index, written[index], lowered[index])
        if verdict:
            verdicts[index] = verdict
    _initials(line, verdicts)
    _beside(line, verdicts)
    _propagate(line, verdicts)
    return verdicts


def _of_capital(line: Line, index: int, guess: Guess, lowered: Guess) -> tuple[str, str] | None:
    known = line.facts(index)
    folded = line.folded[index]
    if len(folded) == 1:
        return None
    if line.tokens[index].text.isupper() and len(folded) <= 6 and not known.person:
        return (Label.ORG, CHECK)
    named = known.person > 0 or _is_first_name(folded, known) or _is_patronymic(folded, known)
    if line.opening[index]:
        if known.only_person or (named and (not known.plain or guess.person > _DOUBTED)):
            return (Label.PER, SURE if guess.person > _BELIEVED or known.only_person else CHECK)
        if max(guess) > _DOUBTED:
            return (guess.best, SURE if max(guess) > _BELIEVED else CHECK)
        if known.place and not known.plain:
            return (Label.LOC, SURE)
        return None if known.known else (Label.PER, CHECK) if max(max(guess), max(lowered)) > 0.03 else None
    if named and known.person >= known.place and guess.place + guess.organisation < 0.5:
        return (Label.PER, SURE)
    if max(guess) > _BELIEVED:
        return (guess.best, SURE)
    if named:
        return (Label.PER, CHECK if known.place else SURE)
    if known.place:
        return (Label.LOC, SURE)
    if known.organisation:
        return (Label.ORG, SURE)
    if max(guess) > _DOUBTED:
        return (guess.best, CHECK)
    return (Label.PER if not known.known else Label.OTHER, CHECK)


def _of_small(line: Line, index: int, written: Guess, lowered: Guess) -> tuple[str, str] | None:
    known = line.facts(index)
    folded = line.folded[index]
    if len(folded) < 2:
        return None
    person = lowered.person if not line.cased else max(written.person, lowered.person if known.person else 0)
    if known.only_person or _is_patronymic(folded, known):
        return (Label.PER, SURE if person > 0.3 or not line.cased else CHECK)
    if _is_first_name(folded, known) and not known.plain:
        return (Label.PER, SURE if person > 0.3 else CHECK)
    if line.cased and not (line.capital[index] or index in line.shouted):
        guess = max(written, Guess(0, 0, 0))
        if max(guess) > _BELIEVED:
            return (guess.best, CHECK)
        return (Label.PER, CHECK) if known.person and person > _BELIEVED else None
    if max(lowered) > _DOUBTED:
        return (lowered.best, SURE if max(lowered) > _BELIEVED else CHECK)
    if known.place and not known.plain:
        return (Label.LOC, SURE if known.known else CHECK)
    if known.person and _triggered(line, index):
        return (Label.PER, CHECK)
    return None


def _is_first_name(folded: str, known: Facts) -> bool:
    return (not known.known or known.name > 0) and any(stem in first_name_stems() for stem in stems(folded))


def _is_patronymic(folded: str, known: Facts) -> bool:
    return not known.plain and len(folded) > 4 and bool(PATRONYMIC.search(folded)) and folded not in _HARMLESS


def _triggered(line: Line, index: int) -> bool:
    return index > 0 and line.word[index - 1] and line.facts(index - 1).lemma in _TRIGGERS


def _english_names() -> frozenset[str]:
    if not _ENGLISH:
        rows = (CONTENT / "english_names.txt").read_text(encoding="utf-8").splitlines()
        _ENGLISH.update(word.lower() for row in rows if not row.startswith("#") for word in row.split())
    return frozenset(_ENGLISH)


_ENGLISH: set[str] = set()


def _of_latin(line: Line, index: int) -> tuple[str, str] | None:
    word = line.tokens[index].text
    low = word.lower()
    low = low.removesuffix("'s").removesuffix("’s")
    if len(low) < 2 or low in _ENGLISH_HARMLESS:
        return None
    russian = facts(cyrillic(low)) if low.isalpha() else None
    named = low in _english_names() or (
        russian is not None and len(low) > 3 and russian.known and russian.person > 0
    )
    before = line.folded[index - 1] if index else ""
    if before == "." and index > 1:
        before = line.folded[index - 2]
    capital = word[0].isupper() and not word.isupper()
    if capital and named:
        return (Label.PER, SURE)
    if capital and (
        before in _HONORIFICS or (index and line.tokens[index - 1].text in _english_titles(line, index))
    ):
        return (Label.PER, SURE)
    if named and len(low) > 3 and russian is not None and russian.only_person:
        return (Label.PER, CHECK)
    if capital and not line.opening[index]:
        return (Label.OTHER, CHECK)
    return None


def _english_titles(line: Line, index: int) -> tuple[str, ...]:
    """The word before, when it is an English first name: what follows it in capitals is a surname."""
    before = line.tokens[index - 1].text
    return (before,) if before[0].isupper() and before.lower() in _english_names() else ()


def _initials(line: Line, verdicts: Verdicts) -> None:
    """«А. С. Пушкин», «Иванова И.И.», «Яна Т.»: letters with dots beside a name, and a name beside letters."""
    found = line.tokens
    for index, token in enumerate(found):
        if (
            len(token.text) != 1
            or not line.word[index]
            or index + 1 >= len(found)
            or found[index + 1].text != "."
        ):
            continue
        second = index + 2 < len(found) and len(found[index + 2].text) == 1 and line.word[index + 2]
        second = second and index + 3 < len(found) and found[index + 3].text == "."
        after = index + (4 if second else 2)
        big = token.text.isupper()
        if not big and (
            not second or line.cased or line.folded[index] + line.folded[index + 2] in _SHORTENED
        ):
            continue
        letters = range(index, after)
        if (
            after < len(found)
            and line.word[after]
            and len(found[after].text) > 2
            and (line.capital[after] or not line.cased)
        ):
            if found[after - 1].end >= found[after].start - 1 and (
                second or not line.opening[after] or line.facts(after).person
            ):
                if not big and not line.facts(after).person:
                    continue
                verdicts[after] = (Label.PER, SURE)
                verdicts.update(dict.fromkeys(letters, (Label.PER, SURE)))
        if (
            index
            and line.word[index - 1]
            and len(found[index - 1].text) > 2
            and (line.capital[index - 1] or not line.cased)
        ):
            if verdicts.get(index - 1, ("",))[0] == Label.PER or second:
                verdicts[index - 1] = (Label.PER, SURE)
                verdicts.update(dict.fromkeys(letters, (Label.PER, SURE)))
        if big and second and index not in verdicts:
            verdicts.update(dict.fromkeys(letters, (Label.PER, CHECK)))


_SHORTENED = lexicon("shortened")


def _beside(line: Line, verdicts: Verdicts) -> None:
    """Words that stand with a name: particles inside it, surnames after a first name, names after a patronymic."""
    for index in range(1, len(line.tokens)):
        if index in verdicts and verdicts[index][0] == Label.PER:
            before = index - 1
            if (
                line.folded[before] in _PARTICLES
                and before
                and verdicts.get(before - 1, ("",))[0] == Label.PER
            ):
                verdicts[before] = verdicts[index]
        elif (
            line.word[index]
            and verdicts.get(index - 1, ("",))[0] == Label.PER
            and index - 1 not in line.shouted
        ):
            known = line.facts(index)
            joined = line.tokens[index - 1].end + 1 == line.tokens[index].start
            if (
                joined
                and known.person
                and (line.capital[index] or (not line.cased and known.person > known.plain))
            ):
                verdicts[index] = (Label.PER, CHECK)
            elif joined and line.capital[index] and not known.known:
                verdicts[index] = (Label.PER, SURE)


def _propagate(line: Line, verdicts: Verdicts) -> None:
    """Whoever was found once is found wherever the text says that name again, in any form, full or diminutive."""
    sure: dict[str, str] = {}
    for index, (label, tier) in list(verdicts.items()):
        if (
            label not in (Label.PER, Label.LOC, Label.ORG)
            or len(line.folded[index]) < 3
            or (tier == CHECK and line.cased is False)
        ):
            continue
        if tier == CHECK and label != Label.PER:
            continue
        for stem in stems(line.folded[index]):
            if len(stem) >= 3:
                sure.setdefault(stem, label)
                if label == Label.PER:
                    for other in families().get(stem, ()):
                        sure.setdefault(other, label)
    for index in range(len(line.tokens)):
        if (
            index in verdicts
            or not line.word[index]
            or line.folded[index] in _HARMLESS
            or len(line.folded[index]) < 3
        ):
            continue
        if line.cased and not line.capital[index] and index not in line.shouted:
            continue
        for stem in stems(line.folded[index]):
            if stem in sure:
                known = line.facts(index)
                plain = known.plain and not known.person
                verdicts[index] = (sure[stem], CHECK if plain or not line.cased else SURE)
                break


def possessives(line: Line, verdicts: Verdicts) -> Iterator[int]:
    """«Катин», «Петиной», «Димкиного»: adjectives made of first names."""
    for index, folded in enumerate(line.folded):
        if index in verdicts or not line.word[index]:
            continue
        found = _POSSESSIVE.search(folded)
        if found and found[1] in first_name_stems():
            known = line.facts(index)
            if not known.plain or (line.capital[index] and not line.opening[index]):
                yield index


_POSSESSIVE = re.compile(r"^(.{2,12}?)(?:ин|ын)(?:а|у|о|ы|ого|ому|ым|ом|ой|ых|ыми|ою)?$")
_ = ENDINGS
