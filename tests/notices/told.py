"""What a deed told whom: the rows that came while it was done."""

from collections.abc import Iterator
from contextlib import contextmanager

from post_office.models import Email

from notices.models import Notice


class Told:
    """Notices and letters that came during the block."""

    def __init__(self) -> None:
        self.pairs: set[tuple[str, str]] = set()
        self.notices: list[Notice] = []
        self.letters: list[Email] = []

    def letter_to(self, key: str) -> Email:
        """The one letter to `<key>@example.org`."""
        (letter,) = [letter for letter in self.letters if letter.to == [f"{key}@example.org"]]
        return letter


@contextmanager
def watching() -> Iterator[Told]:
    """`pairs` holds (name of the user, kind); everything is filled when the block ends."""
    told = Told()
    notices = set(Notice.objects.values_list("pk", flat=True))
    letters = set(Email.objects.values_list("pk", flat=True))
    yield told
    told.notices = list(Notice.objects.exclude(pk__in=notices).select_related("user", "case"))
    told.letters = list(Email.objects.exclude(pk__in=letters).order_by("pk"))
    told.pairs = {(notice.user.email.split("@")[0], notice.kind) for notice in told.notices}
