"""What of the library fits a text, for pages of any room: `{% related_items text=… rubrics=… direction=… %}`."""

from collections.abc import Collection

from django import template
from django.template.context import Context

from search import interface
from search.cards import rubric_titles

register = template.Library()


@register.inclusion_tag("search/related.html", takes_context=True)
def related_items(
    context: Context,
    *,
    text: str,
    rubrics: Collection[str] = (),
    direction: str = "",
    kinds: str = "",
    title: str = "",
    exclude: int = 0,
) -> dict:
    """Up to three published things that fit. `rubrics` by title or short name; `kinds` with spaces between them.

    Who may read the text is the business of the page that gives it. With a `title` it is a section of its own, and
    nothing at all where nothing fits.
    """
    hits = like(context, text=text, rubrics=rubrics, direction=direction, kinds=kinds, exclude=exclude)
    return {"hits": hits, "title": title, "quiet": bool(title)}


@register.simple_tag(takes_context=True)
def like(
    context: Context,
    *,
    text: str,
    rubrics: Collection[str] = (),
    direction: str = "",
    kinds: str = "",
    exclude: int = 0,
) -> list:
    """The same as a list, for a page that shows it in its own way. `exclude` is the page that asks."""
    user = getattr(context.get("request"), "user", None)
    wanted = set(map(str, rubrics))
    return interface.related(
        text,
        rubrics=[slug for slug, name in rubric_titles().items() if {slug, name} & wanted],
        direction=direction,
        kinds=kinds.split(),
        member=user is not None and user.is_authenticated,
        exclude=[exclude] if exclude else [],
    )
