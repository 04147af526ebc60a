"""XML of office documents: copied in one pass, without names, dates, paths and remote parts.

Python's own expat reads it in pieces. A DOCTYPE is refused: no entities to expand, nothing outside to load.
"""

import posixpath
import re
from collections.abc import Callable
from typing import IO, Protocol
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from .uploads_refusals import UploadRefused

MAX_DEPTH = 250
MAX_TOKEN_BYTES = 4 * 2**20
NOBODY = "Author"
INERT = "about:blank"

Attributes = dict[str, str]
_RELATIONSHIPS = re.compile(r"/officeDocument/(2006/)?relationships$")
_HONEST_LINKS = ("http://", "https://", "mailto:", "tel:", "#")
_FILE_NAME = re.compile(r"\\|file:|\.(jpe?g|png|gif|bmp|tiff?|webp|heic|svg|emf|wmf|pdf)\s*$", re.IGNORECASE)


class Edit(Protocol):
    """What becomes of the elements of one part."""

    def element(self, name: str, attributes: Attributes, depth: int) -> Attributes | None:
        """The attributes to write; None leaves the element out with all that is in it."""

    def text(self, data: str, element: str) -> str:
        """The text to write inside `element`."""


def rewrite(source: IO[bytes], target: IO[bytes], edit: Edit) -> None:
    """Copy one XML part through `edit` without comments and instructions. Raises UploadRefused."""
    copy = _Copy(target.write, edit)
    parser = expat.ParserCreate()
    parser.ordered_attributes = False
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = copy.start
    parser.EndElementHandler = copy.end
    parser.CharacterDataHandler = copy.text
    target.write(b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n')
    fed = 0
    try:
        while chunk := source.read(2**16):
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - max(parser.CurrentByteIndex, 0) > MAX_TOKEN_BYTES:
                raise UploadRefused("bomb")
        parser.Parse(b"", True)
    except UploadRefused:
        raise
    except (expat.ExpatError, LookupError, ValueError) as error:  # The last two tell of a strange encoding.
        raise UploadRefused("broken") from error


def _refuse_doctype(*declaration: object) -> None:
    raise UploadRefused("broken")


class _Copy:
    def __init__(self, write: Callable[[bytes], object], edit: Edit) -> None:
        self._write, self._edit = write, edit
        self._open: list[str] = []
        self._skipped = 0

    def start(self, name: str, attributes: Attributes) -> None:
        if len(self._open) + self._skipped >= MAX_DEPTH:
            raise UploadRefused("bomb")
        edited = None if self._skipped else self._edit.element(name, attributes, len(self._open))
        if edited is None:
            self._skipped += 1
            return
        self._open.append(name)
        written = "".join(f" {key}={quoteattr(value)}" for key, value in edited.items())
        self._write(f"<{name}{written}>".encode())

    def end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        self._open.pop()
        self._write(f"</{name}>".encode())

    def text(self, data: str) -> None:
        if not self._skipped:
            self._write(escape(self._edit.text(data, self._open[-1])).encode())


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class Relationships:
    """A .rels part: what was dropped is unlinked, remote parts become inert, honest links stay."""

    def __init__(self, folder: str, present: set[str]) -> None:
        self._folder, self._present = folder, present
        self.dangling: set[str] = set()

    def element(self, name: str, attributes: Attributes, depth: int) -> Attributes | None:
        if _local(name) != "Relationship":
            return attributes
        target, kind = attributes.get("Target", ""), attributes.get("Type", "")
        if attributes.get("TargetMode") == "External":
            if kind.endswith("/attachedTemplate"):
                self.dangling.add(attributes.get("Id", ""))
                return None
            honest = kind.endswith("/hyperlink") and target.lower().startswith(_HONEST_LINKS)
            return attributes if honest else attributes | {"Target": INERT}
        path = posixpath.normpath(posixpath.join("/", self._folder, target.partition("#")[0])).lstrip("/")
        # A link to a place in the document itself begins with # and names no part.
        if path in self._present or target.startswith("#"):
            return attributes
        self.dangling.add(attributes.get("Id", ""))
        return None

    def text(self, data: str, element: str) -> str:
        return data


class OfficeEdit:
    """Parts of docx, xlsx and pptx: properties are emptied, people lose their names, lost parts go."""

    _EMPTIED = re.compile(r"^(docProps/.*|word/people)\.xml$", re.IGNORECASE)
    _DROPPED = frozenset(
        (
            "attachedTemplate",
            "absPath",
            "docId",
            "rsids",
            "mailMerge",
            "docVars",
            "ddeLink",
            "oleLink",
            "svgBlip",
        )
    )
    # These are valid without the link; without the whole element a page would lose its layout.
    _UNLINKED = frozenset({"pageSetup", "oleObj"})
    _PERSON = frozenset({"person", "cmAuthor", "author"})
    _REPLACED = {
        "author": NOBODY,
        "initials": "A",
        "userId": "",
        "providerId": "None",
        "userName": "",
        "refreshedBy": "",
        "lastModifiedBy": "",
    }
    _LEFT_OUT = frozenset({"date", "dateUtc", "dt", "dT", "gfxdata"})
    # Fields that fetch a file or start a program as soon as the document opens.
    _FETCHING = re.compile(r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE)\b", re.I)

    def __init__(self, part: str, dangling: set[str], dropped: set[str]) -> None:
        self._emptied = bool(self._EMPTIED.match(part))
        self._comments = part.startswith("xl/comments")
        self._dangling = dangling
        self._dropped = {"/" + name for name in dropped}
        self._link_prefixes: set[str] = set()
        self._authors: set[str] = set()
        self.content_types: set[str] = set()

    def element(self, name: str, attributes: Attributes, depth: int) -> Attributes | None:
        local = _local(name)
        if (self._emptied and depth) or local in self._DROPPED:
            return None
        if local in ("Override", "Default") and "ContentType" in attributes:
            self.content_types.add(attributes["ContentType"])
            return None if attributes.get("PartName") in self._dropped else attributes
        kept: Attributes = {}
        for key, value in attributes.items():
            prefix, _, attribute = key.rpartition(":")
            if prefix == "xmlns" and _RELATIONSHIPS.search(value):
                self._link_prefixes.add(attribute)
            if value in self._dangling and (prefix in self._link_prefixes or prefix == "r"):
                if local not in self._UNLINKED:
                    return None
                continue
            edited = self._attribute(local, attribute, value)
            if edited is not None:
                kept[key] = edited
        return kept

    def text(self, data: str, element: str) -> str:
        local = _local(element)
        if local == "instrText" and self._FETCHING.search(data):
            return ""
        if self._comments and local == "author":
            self._authors.add(data)
            return NOBODY
        if self._comments and local == "t":
            # Excel begins the text of a comment with its author's name.
            for author in self._authors:
                data = data.replace(author, NOBODY)
        return data

    def _attribute(self, element: str, attribute: str, value: str) -> str | None:
        if attribute.startswith("rsid") or attribute in self._LEFT_OUT:
            return None
        if attribute == "instr" and self._FETCHING.search(value):
            return ""
        if element in self._PERSON and attribute in ("name", "displayName"):
            return NOBODY
        if attribute in self._REPLACED:
            return self._REPLACED[attribute]
        # A picture tells the name and often the folder of the file it was taken from.
        if attribute == "title" and element == "imagedata":
            return None
        told = attribute in ("descr", "title", "alt") or (
            attribute == "name" and element in ("cNvPr", "docPr")
        )
        if told and _FILE_NAME.search(value):
            return ""
        return value


class OdfEdit:
    """Parts of odt: properties and settings are emptied; authors of comments and revisions go."""

    _EMPTIED = re.compile(r"(^|/)(meta|settings)\.xml$")
    _DROPPED = frozenset(
        ("scripts", "event-listeners", "plugin", "applet", "floating-frame", "object-ole", "dde-source")
    )
    _DROPPED_WHOLE = frozenset(
        {"dc:creator", "dc:date", "meta:date-string", "meta:creator-initials", "loext:sender-initials"}
    )
    _FIELDS = re.compile(r"^text:(sender-.*|author-name|author-initials|initial-creator|creator)$")

    def __init__(self, part: str, dropped: set[str]) -> None:
        self._emptied = bool(self._EMPTIED.search(part))
        self._dropped = dropped | {"./" + name for name in dropped}

    def element(self, name: str, attributes: Attributes, depth: int) -> Attributes | None:
        local = _local(name)
        if local == "encryption-data":
            raise UploadRefused("encrypted")
        if (self._emptied and depth) or local in self._DROPPED or local.startswith("dde-connection"):
            return None
        if name in self._DROPPED_WHOLE or self._FIELDS.match(name):
            return None
        links = {key: value for key, value in attributes.items() if _local(key) in ("href", "full-path")}
        if any(value in self._dropped for value in links.values()):
            return None
        return attributes | {key: self._link(local, value) for key, value in links.items()}

    def text(self, data: str, element: str) -> str:
        return data

    @staticmethod
    def _link(element: str, target: str) -> str:
        honest = target.lower().startswith(_HONEST_LINKS)
        if element == "a":
            return target if honest else ""
        remote = ":" in target or (target.startswith(("/", "\\", "..")) and target != "/")
        return "" if remote else target
