"""Exports of the Wagtail admin to CSV and XLSX: no cell begins as a formula (OWASP, CSV injection)."""

from typing import Any

from django.utils.encoding import force_str
from wagtail.admin.views.mixins import SpreadsheetExportMixin

# What a spreadsheet program takes for the beginning of a formula, or skips before one.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")


def plain(value: Any) -> Any:
    """The value as a cell: a text that could be a formula gets an apostrophe before it; numbers and dates stay."""
    text = force_str(value, strings_only=True)
    return f"'{text}" if isinstance(text, str) and text.startswith(STARTS) else text


def guard_exports() -> None:
    """Every export of the admin goes through `plain`, whoever wrote its view. May be called twice."""
    known = SpreadsheetExportMixin.custom_value_preprocess
    # The last entry: dates and lists keep what Wagtail does with them.
    known[object] = dict.fromkeys(SpreadsheetExportMixin.FORMATS, plain)
