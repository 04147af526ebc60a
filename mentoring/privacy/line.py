"""The words of a text in their line, as the rules see them: capitals, beginnings of sentences, what a word may mean."""

import re
from collections.abc import Iterator, Sequence

from mentoring.language import fold

from .declension import full_names
from .grammar import Facts, facts
from .lexicon import lexicon, may_be_surname
from .stems import stems
from .tagger import SURNAME, Token
from .typos import is_typo

# Capitalised in the middle of a sentence, or unknown to the dictionary, and nobody's name.
_HARMLESS = lexicon("harmless")
_OPENERS = frozenset('.!?…:«"—-–(•*>„“;)[]')
_POLITE = frozenset(("вы", "вас", "вам", "ваш", "бог"))
# Unknown words looked up for typing mistakes in one text: enough for any case, and a bound for a text of noise.
_TYPOS = 150
_STOPS = frozenset(".!?…")
_CALLED_SO = lexicon("triggers") | lexicon("posts") | lexicon("kin")
# Sentences by which one sees whether a writer begins them with capitals.
_FEW = 3


class Line:
    """The words of a text as the rules see them: what begins a sentence, what is capitalised, what it may mean."""

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
        opened = [
            index
            for index, is_word in enumerate(self.word)
            if is_word and (index == 0 or found[index - 1].text in _STOPS)
        ]
        # One capital in the middle of two hundred words is a slip of a writer who writes without them.
        self.cased = middle * 200 > sum(self.word) and (
            len(opened) < _FEW or sum(capitals[index] for index in opened) * 2 >= len(opened)
        )
        self.shouted = shouted

        self._typos_left = _TYPOS

    def facts(self, index: int) -> Facts:
        """What the dictionary says of a word."""
        return facts(self.folded[index])

    def is_harmless(self, index: int) -> bool:
        """Whether a word is on the list of those that name nobody; «Ду» and «Ир» are names though «ДУ» is none."""
        folded, text = self.folded[index], self.tokens[index].text
        if len(folded) < 4 and folded in _HARMLESS and folded not in _POLITE:
            return not (text[0].isupper() and not text.isupper() and not self.opening[index])
        # «Дик Адвокат», «Виктор Понедельник».
        proper = self.cased and self.capital[index] and not self.opening[index]
        if proper and folded not in _POLITE and may_be_surname(folded, self.facts(index).lemma):
            return False
        return is_harmless(folded)

    def is_typo(self, index: int) -> bool:
        """Whether an unknown word is common ones joined or one mistyped; of the latter so many are looked up."""
        folded = self.folded[index]
        parts = folded.split("-")
        if len(parts) > 1 and all(_is_plain(part) for part in parts if part):
            return True
        if (
            len(parts) > 1
            and not SURNAME.search(folded)
            and len(parts[0]) > 3
            and (_is_plain(parts[0]) or parts[0] in _HARMLESS)
        ):
            return True
        if _is_compound(folded):
            return True
        self._typos_left -= 1
        return self._typos_left >= 0 and is_typo(folded)

    def titled(self, index: int) -> bool:
        """Whether a word begins a title: several words in quotation marks. One word there may be a nickname."""
        if not index or self.tokens[index - 1].text not in '«"' or index + 1 >= len(self.tokens):
            return False
        return self.tokens[index + 1].text not in '»"'


def _shouted(text: str, found: Sequence[Token], capitals: Sequence[bool]) -> frozenset[int]:
    """Words of lines in capitals only, or in none: there capitals say nothing, whatever the rest of the text does."""
    shouted: set[int] = set()
    line: list[int] = []
    for index in range(len(found) + 1):
        if index == len(found) or (index and "\n" in text[found[index - 1].end : found[index].start]):
            long = [one for one in line if found[one].text.isalpha() and len(found[one].text) > 1]
            loud = sum(found[one].text.isupper() for one in long) * 2 > len(long) > 2
            if loud or (len(long) > 3 and not any(capitals[one] for one in line)):
                shouted.update(line)
            shouted.update(_titles(found, line, capitals))
            line = []
        if index < len(found):
            line.append(index)
    return frozenset(shouted)


def _titles(found: Sequence[Token], line: Sequence[int], capitals: Sequence[bool]) -> Iterator[int]:
    """Ordinary words in a run of capitalised ones, as in Titles Of This Kind, but for those that may be names."""
    run: list[int] = []
    for index in [*line, -1]:
        if index >= 0 and capitals[index]:
            run.append(index)
            continue
        if index >= 0 and found[index].text.isalpha() and len(found[index].text) < 3:
            continue
        # «Директор Нагорная», «Родитель Пак Ен Хи»: who is called so is no title.
        if any(facts(fold(found[one].text)).lemma in _CALLED_SO for one in run):
            run = []
            continue
        plain = [one for one in run if _is_plain(fold(found[one].text)) and not _with_initials(found, one)]
        if len(plain) > 2 or (len(plain) == len(run) > 1):
            yield from plain
        run = []


def _with_initials(found: Sequence[Token], index: int) -> bool:
    """Whether a word is an initial or stands before one: «Пшеничная О. Д.» is no title."""
    return any(
        len(found[place].text) == 1 and found[place + 1].text == "."
        for place in (index, index + 1)
        if place + 1 < len(found)
    )


def _is_compound(folded: str) -> bool:
    """Whether an unknown word is a common one with a first part that makes compounds: «взаимопосещения»."""
    found = _FIRST_PARTS.match(folded)
    rest = folded[found.end() :] if found else ""
    return bool(_OF_CLASS.search(folded)) or (len(rest) > 3 and _is_plain(rest))


# Russian Grammar (1980), §§ 548–575; «пятиклассник», «третьеклассница».
_FIRST_PARTS = re.compile(
    r"(?:пол|полу|взаимо|метод|видео|аудио|фото|само|много|мало|мини|макси|супер|микро|мета|тех|пед|псих|спец|теле|авто|гипер|"
    r"анти|контр|пере|недо|не|нейро|электро|экс|вице|меж|под|над|сверх|гос|проф|соц|физ|кибер|интернет|медиа|кино|вело|био|эко|"
    r"гео|до|по|за|от|вы|об|раз|рас|при|про|из|с|без|бес|(?:одно|двух|трех|четырех|пяти|шести|семи|восьми|девяти|десяти)(?:сто)?)-?"
)
_OF_CLASS = re.compile(r"(?:классни[кц]|клашк|клашек|летк|леток|минутк|балльн|этажн|недельн)")


def _is_plain(folded: str) -> bool:
    known = facts(folded)
    return known.known and not (known.person or known.place or full_names(folded)) and known.plain > 0


def is_harmless(folded: str) -> bool:
    """Whether a word is on the list of those that name nobody, in whatever case."""
    return folded in _HARMLESS or (len(folded) > 5 and any(stem in _HARMLESS for stem in stems(folded)))
