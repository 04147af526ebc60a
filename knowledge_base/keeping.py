"""What readers keep and what they say: «сохранить», «помогло». A deed names the state it wants and may be doubled."""

from dataclasses import dataclass

from django.db.models import Count, Q
from wagtail.models import Page

from .models.keeping import Mark, SavedItem


@dataclass(frozen=True)
class Keeping:
    """What readers said of a page, and what this reader did. `mine` is None for whoever said nothing."""

    page_id: int
    helped: int
    marked: int
    saved: bool
    mine: bool | None


def useful(page: Page) -> tuple[int, int]:
    """How many readers said that it helped, of how many who said anything. One query."""
    counts = Mark.objects.filter(page_id=page.pk).aggregate(
        helped=Count("pk", filter=Q(helped=True)), marked=Count("pk")
    )
    return counts["helped"], counts["marked"]


def of_page(page: Page, user) -> dict[str, Keeping]:
    """`keeping` for a template. One query for a visitor, three for whoever is signed in."""
    helped, marked = useful(page)
    saved, mine = False, None
    if user.is_authenticated:
        saved = SavedItem.objects.filter(user=user, page_id=page.pk).exists()
        mine = Mark.objects.filter(user=user, page_id=page.pk).values_list("helped", flat=True).first()
    return {"keeping": Keeping(page.pk, helped, marked, saved, mine)}


def save(page: Page, user, *, keep: bool) -> None:
    """Keep a page at hand, or no longer."""
    if keep:
        SavedItem.objects.get_or_create(user=user, page_id=page.pk)
    else:
        SavedItem.objects.filter(user=user, page_id=page.pk).delete()


def mark(page: Page, user, *, helped: bool | None) -> None:
    """Say whether it helped; None takes the word back."""
    if helped is None:
        Mark.objects.filter(user=user, page_id=page.pk).delete()
    else:
        Mark.objects.update_or_create(user=user, page_id=page.pk, defaults={"helped": helped})


def let_go(user) -> None:
    """Forget what this reader kept and said: the account is closing."""
    SavedItem.objects.filter(user=user).delete()
    Mark.objects.filter(user=user).delete()
