"""Office documents of uploads: the zip container is written anew with nothing but what the pages show."""

import posixpath
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .uploads_office_xml import OdfEdit, OfficeEdit, Relationships, rewrite
from .uploads_pictures import recode_picture
from .uploads_refusals import UploadRefused

MAX_ENTRIES = 2_000
MAX_UNPACKED_BYTES = 150 * 2**20
MAX_XML_BYTES = 40 * 2**20
# Office text packs about 1:20, an empty table 1:100; a bomb of one layer 1:1000.
MAX_RATIO = 300
RATIO_COUNTS_ABOVE = 2**20
MAX_PICTURE_PIXELS = 200_000_000

_ZIP_ERRORS = (
    BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    UnicodeDecodeError,
)
_MAIN_TYPES = {
    "docx": "wordprocessingml.document.main+xml",
    "xlsx": "spreadsheetml.sheet.main+xml",
    "pptx": "presentationml.presentation.main+xml",
}
_ODT = b"application/vnd.oasis.opendocument.text"
_XML = (".xml", ".rels", ".vml", ".rdf")
_PICTURES = {".jpg", ".jpeg", ".jpe", ".png", ".gif", ".bmp"}
_NESTED = (".zip", ".rar", ".7z", ".gz", ".jar", ".tar", ".bz2", ".xz")
# Whole parts that no page shows: who worked on it, what was signed, other programs' data, other documents.
_HIDDEN_PARTS = (
    *("customxml/", "_xmlsignatures/", "docmetadata/", "customui/", "usercustomization/"),
    *("ppt/changesinfos/", "ppt/revisioninfo.xml", "xl/revisions/", "configurations2/", "thumbnails/"),
    *(
        "meta-inf/documentsignatures.xml",
        "meta-inf/macrosignatures.xml",
        "manifest.rdf",
        "layout-cache",
        "docprops/thumbnail",
    ),
)
_HIDDEN_FOLDERS = ("embeddings/", "activex/", "ctrlprops/", "printersettings/", "webextensions/")
_MACROS = ("vbaproject", "vbadata", "macrosheets/", "dialogsheets/")
_LOST = _("Embedded files and pictures of rare formats were left out of the document.")


@dataclass
class _Rewriting:
    """One document on its way from the old container to the new."""

    source: ZipFile
    target: ZipFile
    entries: dict[str, ZipInfo]
    dropped: set[str] = field(default_factory=set)
    pixels: int = 0
    lost: bool = False


def clean_document(data: bytes, extension: str) -> tuple[bytes, tuple[str | Promise, ...]]:
    """The document without authors, history and hidden files, and what the person should know about it.

    XML flows through in pieces and only one picture is held at a time, so memory stays modest.
    Raises UploadRefused.
    """
    target = BytesIO()
    try:
        with ZipFile(BytesIO(data)) as source, ZipFile(target, "w", ZIP_DEFLATED) as fresh:
            work = _Rewriting(source, fresh, _checked_entries(source))
            (_clean_odt if extension == "odt" else _clean_ooxml)(work, extension)
    except _ZIP_ERRORS as error:
        raise UploadRefused("broken") from error
    return target.getvalue(), (_LOST,) if work.lost else ()


def _checked_entries(source: ZipFile) -> dict[str, ZipInfo]:
    """The members by name. Python never unpacks more of a member than the size it declares."""
    members = [info for info in source.infolist() if not info.is_dir()]
    if len(members) > MAX_ENTRIES or sum(info.file_size for info in members) > MAX_UNPACKED_BYTES:
        raise UploadRefused("bomb")
    if sum(info.file_size for info in members if _is_xml(info.filename)) > MAX_XML_BYTES:
        raise UploadRefused("bomb")
    for info in members:
        name = info.filename
        if info.flag_bits & 0x1:
            raise UploadRefused("encrypted")
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise UploadRefused("broken")
        if info.file_size > RATIO_COUNTS_ABOVE and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise UploadRefused("bomb")
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
            raise UploadRefused("broken")
        if name.lower().endswith(_NESTED):
            raise UploadRefused("bomb")
        if any(word in name.lower() for word in _MACROS):
            raise UploadRefused("macros")
    if len({info.filename.lower() for info in members}) < len(members):
        raise UploadRefused("broken")
    return {info.filename: info for info in members}


def _is_xml(name: str) -> bool:
    return name.lower().endswith(_XML) or name == "[Content_Types].xml"


# OOXML: docx, xlsx, pptx


def _clean_ooxml(work: _Rewriting, extension: str) -> None:
    types = _content_types(work)
    if any("macroenabled" in kind.lower() for kind in types):
        raise UploadRefused("macros")
    if not any(kind.endswith(_MAIN_TYPES[extension]) for kind in types):
        raise UploadRefused("disguised")
    _keep_pictures_and_choose(work)
    dangling: dict[str, set[str]] = {}
    for name in _kept_xml(work):
        if name.lower().endswith(".rels"):
            folder, leaf = posixpath.split(name)
            part = posixpath.join(posixpath.dirname(folder), leaf.removesuffix(".rels"))
            edit = Relationships(posixpath.dirname(part), set(work.entries) - work.dropped)
            _write_xml(work, name, edit)
            dangling[part] = edit.dangling
    for name in _kept_xml(work):
        if not name.lower().endswith(".rels"):
            _write_xml(work, name, OfficeEdit(name, dangling.get(name, set()), work.dropped))


def _content_types(work: _Rewriting) -> set[str]:
    if "[Content_Types].xml" not in work.entries:
        raise UploadRefused("disguised")
    edit = OfficeEdit("[Content_Types].xml", set(), set())
    with work.source.open("[Content_Types].xml") as part:
        rewrite(part, BytesIO(), edit)
    return edit.content_types


# ODF: odt


def _clean_odt(work: _Rewriting, extension: str) -> None:
    if "mimetype" not in work.entries or work.source.read("mimetype").strip() != _ODT:
        raise UploadRefused("disguised")
    if "content.xml" not in work.entries:
        raise UploadRefused("broken")
    if any(name.startswith(("Basic/", "Scripts/")) for name in work.entries):
        raise UploadRefused("macros")
    # The format wants this member first and unpacked.
    work.target.writestr(_member("mimetype", ZIP_STORED), _ODT)
    _keep_pictures_and_choose(work)
    for name in _kept_xml(work):
        _write_xml(work, name, OdfEdit(name, work.dropped))


# Both


def _keep_pictures_and_choose(work: _Rewriting) -> None:
    """Write the pictures, clean; note every other part that is not XML, or that no page shows, as dropped."""
    for name, info in work.entries.items():
        lower = name.lower()
        if lower.startswith(_HIDDEN_PARTS):
            work.dropped.add(name)
        elif any(f"/{folder}" in lower for folder in _HIDDEN_FOLDERS):
            work.dropped.add(name)
            work.lost |= "/embeddings/" in lower
        elif _is_xml(name) or name == "mimetype":
            continue
        elif posixpath.splitext(lower)[1] in _PICTURES and (content := _recoded(work, info)):
            work.target.writestr(_member(name), content)
        else:
            work.dropped.add(name)
            work.lost = True


def _recoded(work: _Rewriting, info: ZipInfo) -> bytes | None:
    """The picture without metadata; None when it does not open, so that the rest can be kept."""
    try:
        picture = recode_picture(work.source.read(info), ("JPEG", "PNG", "GIF", "BMP"))
    except UploadRefused as refusal:
        if refusal.code == "picture_size":
            raise
        return None
    work.pixels += picture.pixels
    if work.pixels > MAX_PICTURE_PIXELS:
        raise UploadRefused("bomb")
    return picture.content


def _kept_xml(work: _Rewriting) -> Iterator[str]:
    return (name for name in work.entries if _is_xml(name) and name not in work.dropped)


def _write_xml(work: _Rewriting, name: str, edit: Relationships | OfficeEdit | OdfEdit) -> None:
    with work.source.open(name) as part, work.target.open(_member(name), "w") as copy:
        rewrite(part, copy, edit)


def _member(name: str, method: int = ZIP_DEFLATED) -> ZipInfo:
    """A member dated 1980, as every member: when a file was made is nobody's business."""
    info = ZipInfo(name)
    info.compress_type = method
    return info
