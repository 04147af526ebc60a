"""Every address of the portal, found by walking the resolver to its end."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.urls import URLResolver, get_resolver

# `<int:pk>`, `(?P<pk>\d+)` and `(\d+)`: what has to be filled in before a pattern is an address.
_GAP = re.compile(
    r"<(?:[a-z]+:)?(?P<path>\w+)>|\(\?P<(?P<named>\w+)>[^()]*(?:\([^()]*\))*[^()]*\)|\((?P<bare>[^()]*)\)"
)


class Route(NamedTuple):
    """One pattern. `name` is empty for the few that have none; `place` tells them apart."""

    name: str
    place: str

    def gaps(self) -> list[str]:
        """The names of the arguments, `""` for those without."""
        return [m["path"] or m["named"] or "" for m in _GAP.finditer(self._plain())]

    def filled(self, known: dict[str, object], otherwise: object) -> str:
        """An address of this pattern: arguments by name, else `otherwise`."""

        def value(match: re.Match) -> str:
            return str(known.get(match["path"] or match["named"] or "", otherwise))

        return _GAP.sub(value, self._plain()).replace("\\.", ".")

    def _plain(self) -> str:
        return self.place.replace("^", "").replace("$", "")


def walk(resolver=None, place: str = "/", spaces: tuple[str, ...] = ()) -> Iterator[Route]:
    """All patterns below a resolver, namespaces joined by colons."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = f"{place}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            below = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from walk(pattern, here, below)
        else:
            yield Route(":".join((*spaces, pattern.name)) if pattern.name else "", here)
