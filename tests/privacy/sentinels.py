"""An author whose every field holds a word found nowhere else, and a detector that knows its disguises."""

import base64
import hashlib
import html
import io
import quopri
import re
import urllib.parse
import zipfile
from collections.abc import Iterator
from functools import lru_cache

import pikepdf
from PIL import ExifTags, Image
from wagtail.coreutils import string_to_ascii

KEY = 9_081_726_354
# Stems, so that no inflection escapes. Nothing of this is in any text of the portal or of the case.
PLANTED = {
    "first name": "Аграфен", "last name": "Жужелицын", "patronymic": "Дормидонтовн",
    "e-mail": "zhuzha.k7@kryazhimsk.example", "phone": "9992718281",
    "school": "Кряжимский лицей", "region": "Заплавинск",
    "contact": "telega_agrafeny", "portrait": "portrait-of-zhuzha", "upload": "zhuzha_svidetelstvo",
    "author of a file": "Mastodonskaya", "key": str(KEY), "address": "203.0.113.77", "browser": "ZhuzhaBrowser",
}  # fmt: skip
PROFILE = {
    "phone": "+7 (999) 271-82-81", "school": "Кряжимский лицей № 4711", "region": "Заплавинская область",
    "subject": "biology", "stage": "basic", "years": 2,
}  # fmt: skip
NAMES = {"first_name": "Аграфена", "patronymic": "Дормидонтовна", "last_name": "Жужелицына"}
PLACE = {"REMOTE_ADDR": "203.0.113.77", "HTTP_USER_AGENT": "ZhuzhaBrowser/1.0"}
# Passports that GOST and people's habits give these names, beside what the portal's own slugs would make.
LATIN = {
    "first name": ["agrafen"], "last name": ["zhuzhelits", "zhuzhelic", "juzhelits", "zuzelic"],
    "patronymic": ["dormidontovn"], "school": ["kryazhimsk", "krjazhimsk", "kriazhimsk"], "region": ["zaplavinsk"],
}  # fmt: skip


def _whole(name: str) -> list[str]:
    """The exact values that hash functions and encoders would be given."""
    full = {
        "first name": NAMES["first_name"],
        "last name": NAMES["last_name"],
        "patronymic": NAMES["patronymic"],
    }
    return [full.get(name, PLANTED[name])]


def _base64_of(text: str) -> Iterator[str]:
    """What base64 makes of a text wherever in a longer one it begins."""
    for charset in ("utf-8", "cp1251", "utf-16-le"):
        try:
            raw = text.encode(charset)
        except UnicodeEncodeError:
            continue
        for shift in range(3):
            coded = base64.b64encode(b"\0" * shift + raw).decode()
            # The first and the last group mix with what stands beside.
            inner = coded[4 if shift else 0 : -4]
            if len(inner) >= 8:
                yield inner
                yield inner.replace("+", "-").replace("/", "_")


def _needles() -> list[tuple[str, str, bool]]:
    """What to look for: which field, the string, and whether letter case matters."""
    found = []
    for name, stem in PLANTED.items():
        plain = {stem, html.escape(stem), "".join(f"&#{ord(c)};" for c in stem)}
        plain |= {"".join(f"&#x{ord(c):x};" for c in stem), stem.encode("unicode_escape").decode()}
        plain |= {urllib.parse.quote(stem), urllib.parse.quote_plus(stem), urllib.parse.quote(stem, safe="")}
        plain |= {quopri.encodestring(stem.encode()).decode().strip(), stem.encode().hex()}
        plain |= {urllib.parse.quote(stem.lower()), string_to_ascii(stem), *LATIN.get(name, [])}
        found += [(name, text.casefold(), False) for text in plain if len(text) >= 5]
        for value in {stem, stem.lower(), *_whole(name)}:
            found += [(f"{name} in base64", text, True) for text in _base64_of(value)]
    for value, name in (
        (PLANTED["e-mail"], "e-mail"),
        (str(KEY), "key"),
        *((n, "name") for n in NAMES.values()),
    ):
        for written in {value, value.upper(), value.lower(), value.capitalize()}:
            for algorithm in ("md5", "sha1", "sha256"):
                digest = hashlib.new(algorithm, written.encode()).hexdigest()
                found.append((f"{algorithm} of {name}", digest[:16], False))
    found += [("key, hexadecimal", f"{KEY:x}", False), ("key, base 36", _base36(KEY), False)]
    found += [("phone as written", "271-82-81", False), ("school number", "№ 4711", False)]
    return found


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits


NEEDLES = _needles()


def leaks(content: bytes | str) -> set[str]:
    """Which fields of the planted author stand in a page, a letter, a header or a file, however disguised."""
    found: set[str] = set()
    for text in _readings(content):
        found |= _look(text)
    return found


@lru_cache(maxsize=4096)
def _look(text: str) -> frozenset[str]:
    # Soft breaks of quoted-printable may cut a word in two.
    whole = text + re.sub(r"=\r?\n", "", text) if "=\n" in text or "=\r\n" in text else text
    folded = whole.casefold()
    return frozenset(name for name, needle, exact in NEEDLES if needle in (whole if exact else folded))


def _readings(content: bytes | str) -> Iterator[str]:
    """The content as text, and what is packed inside it."""
    if isinstance(content, str):
        yield content
        return
    try:
        yield content.decode("utf-8")
    except UnicodeDecodeError:
        yield content.decode("utf-8", "replace")
        yield content.decode("cp1251", "replace")
    if b"\0" in content[:4096]:
        yield content.decode("utf-16-le", "replace")
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield "\n".join(archive.namelist())
            for name in archive.namelist():
                yield from _readings(archive.read(name))
    elif content[:5] == b"%PDF-":
        yield from _of_pdf(content)
    elif content[:3] == b"\xff\xd8\xff" or content[:4] == b"\x89PNG":
        with Image.open(io.BytesIO(content)) as picture:
            tags = {ExifTags.TAGS.get(key, key): value for key, value in picture.getexif().items()}
            yield f"{tags} {picture.info} {dict(picture.getexif().get_ifd(0x8825))}"
            if picture.getexif().get_ifd(0x8825):
                yield PLANTED["region"] + " (GPS)"


def _of_pdf(content: bytes) -> Iterator[str]:
    with pikepdf.open(io.BytesIO(content)) as document:
        yield " ".join(str(value) for value in document.docinfo.values())
        with document.open_metadata() as metadata:
            yield str(metadata)
        yield " ".join(document.attachments.keys())
        for thing in document.objects:
            if isinstance(thing, pikepdf.Stream):
                try:
                    yield thing.read_bytes().decode("utf-8", "replace")
                except pikepdf.PdfError:
                    yield thing.read_raw_bytes().decode("utf-8", "replace")
            elif isinstance(thing, pikepdf.Object):
                yield repr(thing)


def leaks_of_answer(answer) -> set[str]:
    """Of an answer over HTTP: its headers, its cookies' names and everything that its body holds."""
    head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return leaks(head) | leaks(answer.whole)


def leaks_of_letter(letter) -> set[str]:
    """Of a letter: every header as sent and as read, and both bodies, packed and unpacked."""
    message = letter.prepare_email_message().message()
    found = leaks(message.as_bytes()) | leaks(str(letter.subject))
    found |= leaks("\n".join(f"{name}: {value}" for name, value in message.items()))
    for part in message.walk():
        if not part.is_multipart():
            found |= leaks(part.get_payload(decode=True))
    return found
