"""Every thing that somebody is told, in words: one line for the bell and the subject, and the letter.

No line and no letter names an author or quotes a case. The name of a personal case's author is added by
`letters` for the one mentor who may know it.
"""

from .author import FOR_AUTHOR
from .kind import Kind
from .mentor import FOR_MENTOR
from .others import FOR_OTHERS

__all__ = ["KINDS", "Kind"]

KINDS: dict[str, Kind] = {kind.name: kind for kind in [*FOR_AUTHOR, *FOR_MENTOR, *FOR_OTHERS]}
