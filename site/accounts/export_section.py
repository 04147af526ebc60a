"""What a section of the export of own data is made of."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from mentoring.enums import MentorStatus
from mentoring.models import Case

from .models import User

Field = str | tuple[str, Callable[[Any], Any]]
# What is told of each version of a case, and of each option of a solution.
VERSION = (
    *("ordinal", "title", "situation", "participants", "tried", "wanted", "position", "wanted_track", "done"),
    *("obstacles", "question", "subject", "grade", "school_type", "years", "context", "started_at"),
    "submitted_at",
)
OPTION = ("title", "steps", "expected", "risks", "links")


@dataclass(frozen=True)
class Section:
    """One list of the export. A field is an attribute, or a name with a function of the row."""

    name: str
    rows: Callable[[User], Iterable[Model]]
    fields: tuple[Field, ...]

    def of(self, user: User) -> list[dict[str, Any]]:
        """The rows as plain data."""
        return [dict(self._pairs(row)) for row in self.rows(user)]

    def _pairs(self, row: Model) -> Iterator[tuple[str, Any]]:
        for entry in self.fields:
            if isinstance(entry, str):
                yield entry, getattr(row, entry)
            else:
                yield entry[0], entry[1](row)


def mentor_name(user: User | None) -> str:
    """The public name of a mentor; empty for whoever is not one."""
    profile = getattr(user, "mentor_profile", None)
    return user.get_full_name() if profile and profile.status == MentorStatus.APPROVED else ""


def case_label(path: str = "case") -> tuple[str, Callable[[Any], str]]:
    """A field with the label of the case to which a row belongs, along a path of relations."""

    def label(row: Any) -> str:
        for step in path.split("__"):
            row = getattr(row, step)
            if row is None:
                return ""
        return row.label

    return "case", label


def rubric_titles(row: Any) -> list[str]:
    """The rubrics of a row in words."""
    return [rubric.title for rubric in row.rubrics.all()]


def own_cases(user: User) -> QuerySet[Case]:
    """Cases that this user filed, deleted drafts too: what is still kept is told."""
    return Case.objects.filter(author=user)


def of_own_cases(model: type[Model], path: str = "case", **filters) -> Callable[[User], QuerySet]:
    """Rows that belong to the own cases."""

    def rows(user: User) -> QuerySet:
        own = model._default_manager.filter(**{f"{path}__in": own_cases(user), **filters})
        return own.select_related(path)

    return rows


def of_mentor(model: type[Model], path: str) -> Callable[[User], QuerySet]:
    """Rows of which this user is the mentor, along a path of relations."""
    return lambda user: model._default_manager.filter(**{path: user})
