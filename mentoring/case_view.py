"""What one reader holds of a case: frozen values with no model behind them, filled in `reading`."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .enums import Direction, Format, Opinion, QuestionKind, Role, State


@dataclass(frozen=True)
class Part:
    """One labelled part of a version."""

    name: str
    label: str
    text: str


@dataclass(frozen=True)
class FileView:
    """A file as this reader may name it."""

    public_id: str
    name: str
    size: int


@dataclass(frozen=True)
class VersionView:
    """One version of the description."""

    ordinal: int
    title: str
    parts: list[Part]
    facts: list[str]
    files: list[FileView]


@dataclass(frozen=True)
class QuestionView:
    """A question with its answer, empty while unanswered."""

    kind: QuestionKind
    text: str
    answer: str


@dataclass(frozen=True)
class OptionView:
    """One option of a solution."""

    ordinal: int
    title: str
    steps: list[str]
    expected: str
    risks: str
    links: str


@dataclass(frozen=True)
class Turn:
    """One entry of the story. `kind` picks the template; `who` is author, mentor, colleague or portal."""

    kind: str  # version · pre_question · questions · solution · opinion · process
    who: str
    speaker: str
    at: datetime
    body: Any
    opinion: str = Opinion.FIRST


@dataclass(frozen=True)
class Afterwards:
    """What is left for the author of a completed case. `thanked` and `reviewed` name opinions."""

    reflection: str = ""  # "" (no sheet) · open · finished
    check: str = ""  # "" (none) · waiting · asked · answered
    check_at: datetime | None = None
    thanked: frozenset[str] = frozenset()
    reviewed: frozenset[str] = frozenset()
    follow_up: str = ""  # number of the case that follows, if there is one
    publication: str = ""  # status of its public copy, if the author may see one


@dataclass(frozen=True)
class CaseView:
    """Everything a reader may know of a case."""

    number: str
    label: str
    title: str
    direction: Direction
    rubrics: list[str]
    state: State
    state_label: str
    format: Format
    collegial: bool
    role: Role
    sees_author: bool
    author_name: str
    author_about: list[str]
    contact: str
    mentor_name: str
    mentor_public_id: str
    move_by: str
    my_move: bool
    due_at: datetime | None
    submitted_at: datetime | None
    revision: int
    can: frozenset[str]
    turns: list[Turn] = field(default_factory=list)
    solutions: list[Turn] = field(default_factory=list)
    second_opinion: bool = False
    chat: bool = False
    closing: str = ""
    # State of the reader's own consultation; empty for those who are not a mentor here.
    own_part: str = ""
    # The author's alone.
    afterwards: Afterwards | None = None
    follows: str = ""
