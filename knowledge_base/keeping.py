"""What readers keep and what they say: «сохранить», «помогло». Each deed may be doubled."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, Subquery
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
    """`keeping` for a template. One query."""
    own = {"user": user.pk, "page": OuterRef("pk")}
    told = (
        Page.objects.filter(pk=page.pk)
        .annotate(
            helped=Count("marks", filter=Q(marks__helped=True)),
            marked=Count("marks"),
            saved=Exists(SavedItem.objects.filter(**own)),
            mine=Subquery(Mark.objects.filter(**own).values("helped")),
        )
        .values("helped", "marked", "saved", "mine")
        .get()
    )
    return {"keeping": Keeping(page_id=page.pk, **told)}


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
