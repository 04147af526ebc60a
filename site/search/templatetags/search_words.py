"""Words of a search on a page."""

from django import template

register = template.Library()


@register.inclusion_tag("search/segments.html")
def marked(segments) -> dict:
    """Text in pieces, those that were asked for in <mark>."""
    return {"segments": segments}
