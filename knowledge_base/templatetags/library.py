"""What of the library fits a case, for pages of other rooms: `{% related_items case_number=… %}`."""

from django import template

register = template.Library()


@register.inclusion_tag("knowledge_base/related_items.html")
def related_items(*, case_number: str) -> dict:
    """Up to three published resources and solved cases that fit a case.

    Until the index of what is published stands, there is nothing to name, and the page says so.
    """
    return {"items": [], "case_number": case_number}
