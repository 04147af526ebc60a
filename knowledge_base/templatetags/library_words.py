"""Filters of the library's templates."""

import json

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
# What could end a <script> or start a tag or an entity inside it.
_ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.filter
def as_json(value: dict) -> SafeString:
    """Data for a `<script type="application/ld+json">`: nothing in it can end the element."""
    return mark_safe(json.dumps(value, ensure_ascii=False).translate(_ESCAPED))  # noqa: S308
