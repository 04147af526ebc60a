"""What the library tells the search of a published page: the only thing that is ever indexed."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class PublishedText:
    """One published page as the index keeps it.

    `kind` is `resource`, `solved_case` or `collection`; `facets` of a missing value are "" (or 0). `useful` is
    (helped, tried): how many readers said that it helped, of how many who said anything.
    """

    page_id: int
    kind: str
    title: str
    summary: str
    text: str
    url: str
    direction: str
    rubrics: tuple[str, ...]
    type: str
    subject: str
    stage: str
    year: int
    members_only: bool
    useful: tuple[int, int]
    published_at: datetime
