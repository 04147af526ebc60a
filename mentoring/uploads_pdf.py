"""PDF uploads: opened and saved anew without authors, scripts, attachments and other hidden layers."""

import re
from io import BytesIO
from itertools import islice

from pikepdf import (
    Array,
    DataDecodingError,
    Dictionary,
    Name,
    Object,
    ObjectSet,
    PasswordError,
    Pdf,
    PdfError,
    PikepdfError,
    Stream,
    StreamDecodeLevel,
)
from pikepdf.sanitize import Sanitizer
from pikepdf.settings import set_qpdf_limits

from .uploads_refusals import UploadRefused

MAX_NODES = 400_000
# qpdf reads a whole object at once, some 140 bytes for each token in it. Packed streams look like noise,
# where 20 MB hold 800,000 of what might begin a token.
MAX_TOKENS = 1_200_000
_TOKEN = re.compile(rb"[\0\t\n\f\r ]+|[\[(</]")

# Nothing but cross-reference and object streams is ever unpacked here; real ones take less than a megabyte.
# The limits hold for the whole process, and qpdf wants them set before threads use it.
set_qpdf_limits(
    flate_max_memory=2 * 2**20,
    png_max_memory=2 * 2**20,
    tiff_max_memory=2 * 2**20,
    run_length_max_memory=2 * 2**20,
    dct_max_memory=2 * 2**20,
    parser_max_container_size=100_000,
    max_stream_filters=5,
    doc_max_warnings=500,
)

_SANITIZER = (
    Sanitizer()
    .remove_javascript()
    .remove_attachments()
    .remove_multimedia()
    .remove_private_app_data()
    .remove_thumbnails()
    .remove_search_index()
    .remove_web_capture()
    .remove_collection()
)
# Wherever they stand: who, when, with which program; actions that nobody clicked; files within the file.
_HIDDEN = (
    *("Metadata", "PieceInfo", "LastModified", "Thumb", "CreatorInfo", "SpiderInfo", "DSS", "Perms", "Legal"),
    *("AA", "OpenAction", "JS", "JavaScript", "AF", "EF", "RF", "EmbeddedFiles", "XFA", "Collection"),
)
_BY_ANNOTATOR = ("T", "M", "CreationDate", "NM", "Subj")
_OUTWARD = {
    *("/JavaScript", "/Launch", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/Rendition"),
    *("/Movie", "/Sound", "/RichMediaExecute", "/GoTo3DView", "/SetState", "/GoToDp"),
}
_HONEST_LINKS = ("http://", "https://", "mailto:")


def clean_pdf(data: bytes) -> bytes:
    """The same pages without anything that names their author or acts by itself. Raises UploadRefused."""
    if not data.startswith(b"%PDF-"):
        raise UploadRefused("disguised")
    if next(islice(_TOKEN.finditer(data), MAX_TOKENS, None), None):
        raise UploadRefused("bomb")
    try:
        with Pdf.open(BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                raise UploadRefused("encrypted")
            if not len(pdf.pages):
                raise UploadRefused("broken")
            _sweep(pdf)
            _SANITIZER.apply(pdf)
            for key in ("Info", "ID"):
                if Name("/" + key) in pdf.trailer:
                    del pdf.trailer[Name("/" + key)]
            target = BytesIO()
            pdf.save(target, stream_decode_level=StreamDecodeLevel.none, fix_metadata_version=False)
            return target.getvalue()
    except PasswordError as error:
        raise UploadRefused("encrypted") from error
    except UploadRefused:
        raise
    except (
        PdfError,
        PikepdfError,
        DataDecodingError,
        RuntimeError,
        ValueError,
        TypeError,
        KeyError,
    ) as error:
        raise UploadRefused("broken") from error


def _sweep(pdf: Pdf) -> None:
    """Visit all that the pages can reach, bounded, since a small file may hold millions of objects."""
    seen, stack, visited = ObjectSet(), [pdf.trailer], 0
    while stack:
        node = stack.pop()
        visited += 1
        if visited > MAX_NODES:
            raise UploadRefused("bomb")
        if not isinstance(node, Array | Dictionary | Stream) or (node.is_indirect and not seen.add(node)):
            continue
        if not isinstance(node, Array):
            _scrub(node)
        for child in node if isinstance(node, Array) else (value for _, value in node.items()):
            visited += 1
            if isinstance(child, Array | Dictionary | Stream):
                stack.append(child)


def _scrub(node: Object) -> None:
    for key in _HIDDEN:
        if Name("/" + key) in node:
            del node[Name("/" + key)]
    for key in list(node.keys()):
        if _acts_outward(node[key]):
            del node[key]
    if node.get(Name.Type) == Name.Annot or (Name.Subtype in node and Name.Rect in node):
        # The /T of a form field is the field's name; of any other annotation, the person who made it.
        if node.get(Name.Subtype) != Name.Widget:
            _drop(node, _BY_ANNOTATOR)
        _drop(node, ("FS", "Movie", "Sound", "RichMediaContent", "RichMediaSettings"))
    if node.get(Name.FT) == Name.Sig:
        _drop(node, ("V",))
    if isinstance(node, Stream) and node.get(Name.Filter) in (Name.DCTDecode, Array([Name.DCTDecode])):
        parameters = node.get(Name.DecodeParms)
        node.write(
            jpeg_without_notes(node.read_raw_bytes()),
            filter=Name.DCTDecode,
            decode_parms=parameters if isinstance(parameters, Dictionary) else None,
        )


def _drop(node: Object, keys: tuple[str, ...]) -> None:
    for key in keys:
        if Name("/" + key) in node:
            del node[Name("/" + key)]


def _acts_outward(value: object) -> bool:
    if not isinstance(value, Dictionary) or Name.S not in value:
        return False
    kind = str(value[Name.S])
    if kind == "/URI":
        return not str(value.get(Name.URI, "")).lower().startswith(_HONEST_LINKS)
    return kind in _OUTWARD


def jpeg_without_notes(data: bytes) -> bytes:
    """A JPEG stream without its application and comment segments; pixels stay as they are, bit for bit.

    Adobe's segment (APP14) stays, since it tells how colours are meant. What is no JPEG stays untouched.
    """
    if not data.startswith(b"\xff\xd8"):
        return data
    kept, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xDA:
            break
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if not (0xE0 <= marker <= 0xEF and marker != 0xEE) and marker != 0xFE:
            kept.append(data[at:end])
        at = end
    kept.append(data[at:])
    return b"".join(kept)
