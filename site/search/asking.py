"""A question out of an address: whatever stands there becomes a query, and what makes no sense is left out."""

import re
from collections.abc import Collection, Mapping
from typing import cast, get_args

from django.http import QueryDict
from django.utils.http import urlencode

from mentoring.enums import Direction, Stage, Subject

from .cards import kind_labels, type_labels
from .database import REACHABLE
from .found import FACETS, Filters, Order, Query
from .wording import clean

PER_PAGE = 20
LAST_PAGE = REACHABLE // PER_PAGE
_SLUG = re.compile(r"[-a-z0-9_]{1,60}", re.ASCII)
_NUMBER = re.compile(r"[1-9][0-9]{0,3}", re.ASCII)


def query_of(given: QueryDict, *, member: bool) -> Query:
    """The query of an address. Never raises: unknown values choose nothing."""
    order = given.get("order", "")
    return Query(
        text=clean(given.get("q", "")),
        filters=_filters(given),
        member=member,
        order=cast(Order, order) if order in get_args(Order) else "relevance",
        page=min(_number(given.get("page", "")) or 1, LAST_PAGE),
        per_page=PER_PAGE,
        exact=given.get("exact") == "1",
    )


def _filters(given: QueryDict) -> Filters:
    vocabularies: Mapping[str, Collection[str]] = {
        "direction": Direction.values,
        "kind": kind_labels(),
        "type": type_labels(),
        "subject": Subject.values,
        "stage": Stage.values,
    }
    chosen = {
        facet: value for facet, known in vocabularies.items() if (value := given.get(facet, "")) in known
    }
    rubric = given.get("rubric", "")
    return Filters(
        **chosen,
        rubric=rubric if _SLUG.fullmatch(rubric) else "",
        year=_number(given.get("year", "")),
    )


def _number(text: str) -> int:
    return int(text) if _NUMBER.fullmatch(text) else 0


def address(query: Query, **changes: str | int | bool) -> str:
    """The address of a query with something changed; the page is the first one unless given."""
    values: dict[str, str | int | bool] = {"q": query.text, **query.filters.chosen()}
    if query.order != "relevance":
        values["order"] = query.order
    if query.exact:
        values["exact"] = 1
    values |= changes
    return "?" + urlencode({name: value for name, value in values.items() if value})


def without(query: Query, facet: str) -> str:
    """The address of a query without one of its facets."""
    return address(query, **{facet: ""})


__all__ = ["FACETS", "PER_PAGE", "address", "query_of", "without"]
