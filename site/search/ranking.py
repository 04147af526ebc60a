"""What stands first: relevance, a little usefulness, a little freshness. All weights are here.

The engine picks candidates by its own score; those are put in order here, so that every engine orders alike.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from .kin import BEGINNING, MARK
from .wording import Group


@dataclass(frozen=True)
class Weights:
    """All that decides the order of results.

    The score of a document is relevance × (1 + `useful` × smoothed usefulness) × freshness. Relevance sums over the
    words of the question how rare each is × how much the document speaks of it: a word in the title counts `title`,
    in the summary `summary`, in the text `text`; one of the same family `kin` of that, a synonym `synonym`.
    """

    title: float = 8.0
    summary: float = 2.0
    text: float = 1.0
    kin: float = 0.35
    synonym: float = 0.6
    # How much rarity tells (exponent): below 1 a frequent word of the question counts for more.
    rarity: float = 0.85
    # How slowly more of the same word counts less, and how much a long text is held to say a word by chance (0 to 1).
    saturation: float = 40.0
    length: float = 0.5
    # How much better all words of the question are than one (exponent), and words side by side than far apart.
    coverage: float = 0.5
    near: float = 0.15
    window: int = 6
    # For what is related to a case: by what a document of one of its rubrics stands higher.
    same_rubric: float = 1.6
    # How much better a document stands that helped everybody than one that helped nobody.
    useful: float = 0.4
    # What is believed before anybody said anything: `prior_helped` of `prior_tried`.
    prior_helped: float = 1.0
    prior_tried: float = 3.0
    # Years in which freshness halves. Advice on teaching ages slowly.
    half_life: float = 10.0


WEIGHTS = Weights()
# Lemmas of a text of usual length.
USUAL = 600
# Freshness decays by one curve for all, so that it is counted from any fixed day and never needs counting anew.
_DAY_ONE = datetime(2024, 1, 1, tzinfo=UTC)
_YEAR = 365.25 * 24 * 3600


def prior(*, helped: int, tried: int, published_at: datetime, weights: Weights = WEIGHTS) -> float:
    """The factor of a document that no question changes: usefulness smoothed by few readers, and freshness."""
    smoothed = (helped + weights.prior_helped) / (tried + weights.prior_tried)
    years = (published_at - _DAY_ONE).total_seconds() / _YEAR
    return (1 + weights.useful * smoothed) * 2 ** (years / weights.half_life)


class Candidate(NamedTuple):
    """A document as ranking sees it: its lemmas and its factor."""

    key: int
    title: str
    summary: str
    text: str
    prior: float


def ordered(candidates: Iterable[Candidate], asked: Sequence[Group], weights: Weights = WEIGHTS) -> list[int]:
    """Keys of the candidates, the closest first."""
    question = _Question(asked, weights)
    scores = [(-question.score(candidate) * candidate.prior, candidate.key) for candidate in candidates]
    return [key for _score, key in sorted(scores)]


class _Question:
    """A question made ready for many documents: what a word that begins so may be to it."""

    def __init__(self, asked: Sequence[Group], weights: Weights) -> None:
        self._asked = asked
        self._weights = weights
        self._worth = [group.weight**weights.rarity for group in asked]
        self._total = sum(self._worth) or 1.0
        # The beginnings of an unfinished word may be shorter than a family's.
        self._cut = min([BEGINNING, *(len(group.text) for group in asked if group.prefix)])
        self._begins: dict[str, list[int]] = {}
        for place, group in enumerate(asked):
            own = (group.text.lower(),) if group.prefix else ()
            for word in {*group.lemmas, *own, *(family.removeprefix(MARK) for family in group.kin)}:
                places = self._begins.setdefault(word[: self._cut], [])
                if place not in places:
                    places.append(place)

    def score(self, candidate: Candidate) -> float:
        """How close a document is to the question, usefulness and freshness apart."""
        weights, text = self._weights, candidate.text.split()
        longer = 1 - weights.length + weights.length * len(text) / USUAL
        said = [0.0] * len(self._asked)
        for lemmas, worth in (
            (candidate.title.split(), weights.title),
            (candidate.summary.split(), weights.summary),
        ):
            for _at, place, likeness in self._met(lemmas):
                said[place] += worth * likeness
        nearest = 0.0
        last: dict[int, int] = {}
        for at, place, likeness in self._met(text):
            said[place] += weights.text * likeness / longer
            for other, before in last.items():
                if other != place and at - before <= weights.window:
                    nearest = max(nearest, 1 / (1 + (at - before - 1) / weights.window))
            last[place] = at
        pairs = list(zip(self._worth, said, strict=True))
        relevance = sum(worth * much / (much + weights.saturation) for worth, much in pairs)
        covered = sum(worth for worth, much in pairs if much) / self._total
        return relevance * covered**weights.coverage * (1 + weights.near * nearest)

    def _met(self, lemmas: list[str]) -> Iterable[tuple[int, int, float]]:
        begins, cut = self._begins, self._cut
        for at, lemma in enumerate(lemmas):
            if lemma[:cut] in begins:
                for place in begins[lemma[:cut]]:
                    if likeness := self._likeness(lemma, self._asked[place]):
                        yield at, place, likeness

    def _likeness(self, lemma: str, group: Group) -> float:
        if lemma in group.lemmas or (group.prefix and lemma.startswith(group.text.lower())):
            return 1.0
        family = MARK + lemma[:BEGINNING]
        if family not in group.kin:
            return 0.0
        own = any(family == MARK + word[:BEGINNING] for word in group.lemmas)
        return self._weights.kin if own else self._weights.synonym
