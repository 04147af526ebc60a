"""What stands first: relevance, a little usefulness, a little freshness. All weights are here."""

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Weights:
    """All that decides the order of results.

    The score of a document is relevance × (1 + `useful` × smoothed usefulness) × freshness.
    Relevance is the engine's: how rare the words are, and where they stand (`title`, `summary`, `text`).
    """

    title: float = 10.0
    summary: float = 4.0
    text: float = 1.0
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
# Freshness decays by one curve for all, so that it is counted from any fixed day and never needs counting anew.
_DAY_ONE = datetime(2024, 1, 1, tzinfo=UTC)
_YEAR = 365.25 * 24 * 3600


def prior(*, helped: int, tried: int, published_at: datetime, weights: Weights = WEIGHTS) -> float:
    """The factor of a document that no question changes: usefulness smoothed by few readers, and freshness."""
    smoothed = (helped + weights.prior_helped) / (tried + weights.prior_tried)
    years = (published_at - _DAY_ONE).total_seconds() / _YEAR
    return (1 + weights.useful * smoothed) * 2 ** (years / weights.half_life)
