"""The shapes of a search: what is asked, what is found. No engine and no page is behind them."""

from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Literal

# Text in pieces, each with whether it is what was asked for. Pages escape the pieces; no HTML is ever made here.
Segments = list[tuple[str, bool]]
Order = Literal["relevance", "newest", "useful"]


@dataclass(frozen=True)
class Filters:
    """The facets chosen; "" (or 0) chooses nothing. `rubric` is a short name."""

    direction: str = ""
    rubric: str = ""
    kind: str = ""
    type: str = ""
    subject: str = ""
    stage: str = ""
    year: int = 0

    def chosen(self) -> dict[str, str | int]:
        """The facets that choose something."""
        return {name: getattr(self, name) for name in FACETS if getattr(self, name)}


FACETS = tuple(facet.name for facet in fields(Filters))


@dataclass(frozen=True)
class Query:
    """What a reader asks. `member`: somebody signed in, who may read everything. `exact`: no typing errors mended."""

    text: str = ""
    filters: Filters = Filters()
    member: bool = False
    order: Order = "relevance"
    page: int = 1
    per_page: int = 20
    exact: bool = False


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet, with how many would be left if it were chosen."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Hit:
    """One document as a card shows it. `snippet` is empty where the summary tells enough."""

    page_id: int
    kind: str
    kind_label: str
    type: str
    type_label: str
    url: str
    title: Segments
    summary: Segments
    snippet: Segments
    rubrics: list[str]
    helped: int
    tried: int
    members_only: bool
    published_at: datetime


@dataclass(frozen=True)
class Results:
    """One page of answers. `corrected`: the question that was answered instead of the typed one.

    `widened`: no document has all the words, so those with most of them are shown. `reachable` of `total` can be
    paged through.
    """

    items: list[Hit]
    total: int
    reachable: int = 0
    facets: dict[str, list[FacetValue]] = field(default_factory=dict)
    corrected: str | None = None
    widened: bool = False


@dataclass(frozen=True)
class Suggestion:
    """A title that fits what is being typed."""

    title: Segments
    url: str
    kind: str
    kind_label: str
