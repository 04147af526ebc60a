"""Why an upload is refused: one sentence a person can act on, and a code for tests and counters."""

from typing import TYPE_CHECKING

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

REASONS: dict[str, "_StrPromise"] = {
    "empty": _("The file is empty. Choose another one."),
    "too_big": _("The file is larger than {megabytes} MB. Compress it or send a link."),
    "extension": _("We cannot accept files of this kind. You can attach: {allowed}."),
    "disguised": _("The file is not what its name says. Save it in the right format and attach it again."),
    "broken": _("The file does not open: it is damaged or was not saved to the end. Attach it again."),
    "encrypted": _("The file is protected by a password. Remove the protection and attach it again."),
    "macros": _("The document contains macros. Save it without macros and attach it again."),
    "picture_size": _("The picture has too many pixels. Make it smaller and attach it again."),
    "bomb": _("The document unfolds into too much data. Split it into parts or save it as PDF."),
    "text": _("We could not read the text. Save the file in UTF-8 and attach it again."),
}


class UploadRefused(ValueError):
    """An upload that must not be kept; `str()` is the sentence for the person, `code` a key of REASONS."""

    def __init__(self, code: str, **details: object) -> None:
        self.code = code
        self.message = format_lazy(REASONS[code], **details) if details else REASONS[code]
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)
