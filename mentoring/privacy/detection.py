"""Everything in a text that may identify, found by a union of detectors, with offsets into the text as written."""

import threading
from dataclasses import dataclass

from .known import Known
from .labels import Label, Mark, Tier
from .line import Line
from .names import holders_of_posts, people_and_places, possessives
from .normalise import Normal, normalise
from .structured import structured
from .surroundings import institutions_and_posts
from .tagger import guesses, tokens
from .verdicts import Verdicts

SURE, CHECK = Tier.SURE.value, Tier.CHECK.value
# The model's tagger keeps the sentence that it was given: one thread at a time.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Suspicion:
    """A piece of a text that may identify: `text[start:end] == fragment`; label of `Label`, tier of `Tier`."""

    start: int
    end: int
    label: str
    tier: str
    fragment: str


def find_identifiers(text: str) -> list[tuple[int, int, str]]:
    """(start, end, label) of everything suspicious in a text, in order, not overlapping; offsets in characters."""
    return [(one.start, one.end, one.label) for one in suspicions(text)]


def suspicions(text: str, *, known: Known | None = None) -> list[Suspicion]:
    """Everything that may identify, in order and not overlapping. `known` things are certain and come first.

    Takes any string; time is in proportion to its length. Loads the dictionary and the model at the first call.
    """
    normal = normalise(text)
    found = tokens(normal.text)
    line = Line(normal.text, found)
    marks: list[tuple[int, Mark]] = []
    if known:
        marks += [(0, mark) for mark in _known_marks(line, known)]
    marks += [(1, mark) for mark in structured(normal.text)]
    with _one_at_a_time:
        written = guesses(normal.text, found, cased=True)
        lowered = guesses(normal.text, found, cased=False)
    verdicts = people_and_places(line, written, lowered)
    for index in possessives(line, verdicts):
        verdicts[index] = (Label.PER, CHECK)
    found_around = list(institutions_and_posts(line, verdicts))
    for index in holders_of_posts(
        line, verdicts, [mark.end for mark in found_around if mark.label == Label.POST]
    ):
        verdicts[index] = (Label.PER, CHECK)
    marks += [(2, mark) for mark in found_around]
    marks += [(3 if mark.tier == SURE else 4, mark) for mark in _runs(line, verdicts)]
    return _laid_out(text, normal, marks)


def _known_marks(line: Line, known: Known) -> list[Mark]:
    marks = []
    places = [index for index, token in enumerate(line.tokens) if token.text[0].isalnum()]
    for first, last, kind in known.find([line.tokens[index].text for index in places]):
        index, end = places[first], places[last - 1]
        plain = index == end and line.word[index] and line.facts(index).plain
        capital = line.capital[index] and not line.opening[index]
        tier = CHECK if plain and not capital else SURE
        marks.append(Mark(line.tokens[index].start, line.tokens[end].end, kind, tier))
    return marks


def _runs(line: Line, verdicts: Verdicts) -> list[Mark]:
    """Neighbouring words of one label make one mark: «Ольге Николаевне»."""
    marks: list[Mark] = []
    previous = -2
    for index in sorted(verdicts):
        label, tier = verdicts[index]
        token = line.tokens[index]
        if marks and index == previous + 1 and marks[-1].label == label and token.start - marks[-1].end <= 1:
            last = marks.pop()
            marks.append(
                Mark(
                    last.start,
                    token.end,
                    label,
                    last.tier if last.tier == tier else SURE if label == Label.PER else CHECK,
                )
            )
        else:
            marks.append(Mark(token.start, token.end, label, tier))
        previous = index
    return marks


def _laid_out(text: str, normal: Normal, marks: list[tuple[int, Mark]]) -> list[Suspicion]:
    """The marks without overlaps: the weightier keeps its place, of the lighter what stands beside it stays."""
    owner: list[int] = [0] * len(normal.text)
    kept: list[Mark] = []
    for _, mark in sorted(
        marks, key=lambda one: (one[0], one[1].tier != SURE, one[1].start - one[1].end, one[1].start)
    ):
        kept.append(mark)
        for place in range(mark.start, mark.end):
            if not owner[place]:
                owner[place] = len(kept)
    found = []
    for number, mark in enumerate(kept, 1):
        place = mark.start
        while place < mark.end:
            if owner[place] != number:
                place += 1
                continue
            end = place
            while end < mark.end and owner[end] == number:
                end += 1
            start, last = place, end
            while start < last and not normal.text[start].isalnum() and normal.text[start] not in "+@№(":
                start += 1
            while (
                last > start
                and not normal.text[last - 1].isalnum()
                and normal.text[last - 1] not in "\"»'”“)."
            ):
                last -= 1
            if any(character.isalnum() for character in normal.text[start:last]):
                first, final = normal.span(start, last)
                found.append(Suspicion(first, final, str(mark.label), str(mark.tier), text[first:final]))
            place = end
    return _joined(text, sorted(found, key=lambda one: one.start))


def _joined(text: str, found: list[Suspicion]) -> list[Suspicion]:
    """Parts of one person's name that different detectors found become one mark."""
    runs: list[list[Suspicion]] = []
    for one in found:
        last = runs[-1][-1] if runs else None
        if last and last.label == one.label == Label.PER and text[last.end : one.start] in ("", " ", "\xa0"):
            runs[-1].append(one)
        else:
            runs.append([one])
    return [_whole(text, run) for run in runs]


def _whole(text: str, run: list[Suspicion]) -> Suspicion:
    tier = SURE if any(one.tier == SURE for one in run) else CHECK
    start, end = run[0].start, run[-1].end
    return Suspicion(start, end, run[0].label, tier, text[start:end])
