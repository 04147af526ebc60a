"""Files that people attach: what is accepted, and what is taken out of a file before anybody keeps it."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from uuid import uuid4

import puremagic
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .uploads_documents import clean_document
from .uploads_pdf import clean_pdf
from .uploads_pictures import recode_picture
from .uploads_refusals import UploadRefused

__all__ = [
    "MEDIA_TYPES",
    "CleanFile",
    "UploadRefused",
    "clean_upload",
    "neutral_name",
    "safe_original_name",
    "stored_name",
]

_OOXML = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "docx": _OOXML + "wordprocessingml.document",
    "xlsx": _OOXML + "spreadsheetml.sheet",
    "pptx": _OOXML + "presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "txt": "text/plain; charset=utf-8",
}
_PICTURES = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
_ALLOWED = "jpg, jpeg, png, webp, pdf, docx, xlsx, pptx, odt, txt"
_DEFAULT_MAX_BYTES = 20 * 2**20
# An Office document under a password, or of the time before 2007, is an OLE container.
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@dataclass(frozen=True)
class CleanFile:
    """What may be kept: new bytes, made from the upload's visible content. Its `content` has no name."""

    content: ContentFile
    extension: str
    media_type: str
    warnings: tuple[str | Promise, ...] = ()


def clean_upload(file: UploadedFile) -> CleanFile:
    """Check a file and take out of it everything that could tell who made it, when, where and with what.

    Raises UploadRefused with a sentence for the person. The name counts only for its extension, the
    browser's media type not at all.
    """
    data = _read(file)
    extension = _extension(file.name or "")
    _refuse_disguise(data, extension)
    warnings: tuple[str | Promise, ...] = ()
    if extension in _PICTURES:
        picture = recode_picture(data, (_PICTURES[extension],))
        content = picture.content
        if picture.animated:
            warnings = (_("Only the first frame of the moving picture was kept."),)
    elif extension == "pdf":
        content = clean_pdf(data)
    elif extension == "txt":
        content = _clean_text(data)
    else:
        content, warnings = clean_document(data, extension)
    return CleanFile(ContentFile(content), extension, MEDIA_TYPES[extension], warnings)


def _read(file: UploadedFile) -> bytes:
    most = getattr(settings, "CASE_UPLOAD_MAX_BYTES", _DEFAULT_MAX_BYTES)
    file.seek(0)
    # One byte more than allowed is enough to know; what `size` says is never believed.
    data = file.read(most + 1)
    if not data:
        raise UploadRefused("empty")
    if len(data) > most:
        raise UploadRefused("too_big", megabytes=most // 2**20)
    return data


def _extension(name: str) -> str:
    extension = PurePosixPath(name.replace("\\", "/")).suffix.lower().removeprefix(".")
    extension = "jpg" if extension == "jpeg" else extension
    if extension not in MEDIA_TYPES:
        raise UploadRefused("extension", allowed=_ALLOWED)
    return extension


def _refuse_disguise(data: bytes, extension: str) -> None:
    """A first look at the signature; what passes is then opened by the one reader of its kind."""
    if extension == "txt":
        return
    if data.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise UploadRefused("encrypted" if encrypted else "disguised")
    try:
        matches = puremagic.magic_string(data[:4096])
    except puremagic.PureError as error:
        raise UploadRefused("disguised") from error
    # All zip containers begin alike, and puremagic names the Office formats for each of them.
    expected = ".docx" if extension in ("docx", "xlsx", "pptx", "odt") else f".{extension}"
    if expected not in {match.extension.lower() for match in matches}:
        raise UploadRefused("disguised")


def _clean_text(data: bytes) -> bytes:
    """Text as UTF-8 without a byte order mark; what holds control characters is no text."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1251"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if re.search(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]", text):
            raise UploadRefused("disguised")
        return text.encode()
    raise UploadRefused("text")


def stored_name(extension: str) -> str:
    """A random path for the private storage; nothing in it comes from a person."""
    if extension not in MEDIA_TYPES:
        raise ValueError(f"no such kind of upload: {extension!r}")
    key = uuid4().hex
    return f"cases/{key[:2]}/{key[2:4]}/{key}.{extension}"


def neutral_name(ordinal: int, extension: str) -> str:
    """The name under which everybody downloads a file of an anonymous person: «Вложение 1.pdf»."""
    return gettext("Attachment %(number)d") % {"number": ordinal} + f".{extension}"


def safe_original_name(name: str) -> str:
    """The person's own name of the file, fit to be shown: no folders, no invisible or reversing characters.

    Never longer than 100 characters; the extension survives shortening. It may name a person, so show it
    only to those who may know the person.
    """
    plain = "".join(
        " " if letter.isspace() else letter
        for letter in unicodedata.normalize("NFC", name)
        if letter.isspace() or unicodedata.category(letter)[0] != "C"
    )
    plain = re.split(r"[/\\]", plain)[-1]
    plain = re.sub(r"[\"'`«»“”„‘’<>:|?*;%&]", "_", plain)
    plain = re.sub(r"\s+", " ", plain).strip(" .")
    if not plain:
        return gettext("Attachment")
    suffix = PurePosixPath(plain).suffix[:10]
    return plain if len(plain) <= 100 else plain[: 100 - len(suffix)].rstrip(" .") + suffix
