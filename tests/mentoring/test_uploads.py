"""Uploads: nothing hidden gets through, nothing hostile gets in, and what the person wrote stays."""

import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image

from mentoring.uploads import (
    MEDIA_TYPES,
    CleanFile,
    UploadRefused,
    clean_upload,
    neutral_name,
    safe_original_name,
    stored_name,
)
from tests.mentoring import upload_files as files
from tests.mentoring.upload_files import OLGA, pack

ROOT = Path(__file__).resolve().parents[2]


def clean(name: str, data: bytes) -> CleanFile:
    return clean_upload(SimpleUploadedFile(name, data, content_type="image/png"))


def refusal(name: str, data: bytes) -> str:
    with pytest.raises(UploadRefused) as refused:
        clean(name, data)
    assert str(refused.value)
    return refused.value.code


def members(data: bytes) -> dict[str, str]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


def names_olga(data: bytes) -> bool:
    """Whether the author is anywhere: in the bytes, in a zip's members, in a PDF's unpacked objects."""
    layers = [data]
    if data.startswith(b"PK"):
        layers += [text.encode() for text in members(data).values()]
    if data.startswith(b"%PDF"):
        plain = BytesIO()
        with pikepdf.open(BytesIO(data)) as document:
            document.save(plain, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
            layers.append(plain.getvalue())
            layers += [o.read_raw_bytes() for o in document.objects if isinstance(o, pikepdf.Stream)]
    spellings = [OLGA.encode(encoding) for encoding in ("utf-8", "utf-16-be", "utf-16-le")]
    return any(spelling in layer for layer in layers for spelling in spellings)


WITH_AUTHOR = {
    "photo.jpg": files.photo(),
    "photo.JPEG": files.photo(progressive=True),
    "drawing.png": files.labelled_png(),
    "drawing.webp": files.picture("WEBP", xmp=OLGA.encode(), icc_profile=OLGA.encode()),
    "lesson.pdf": files.pdf(),
    "lesson.docx": pack(files.docx_parts()),
    "marks.xlsx": pack(files.xlsx_parts()),
    "lesson.odt": pack(files.odt_parts()),
}


@pytest.mark.parametrize("name", WITH_AUTHOR)
def test_the_author_is_in_the_upload_and_not_in_what_is_kept(name: str):
    assert names_olga(WITH_AUTHOR[name])
    kept = clean(name, WITH_AUTHOR[name])
    extension = name.rpartition(".")[2].lower().replace("jpeg", "jpg")
    assert (kept.extension, kept.media_type) == (extension, MEDIA_TYPES[extension])
    assert not names_olga(kept.content.read())


def test_a_photograph_stands_upright_and_does_not_tell_the_place():
    with Image.open(clean("photo.jpg", files.photo()).content) as image:
        assert (image.size, dict(image.getexif()), set(image.info) - {"jfif"}) == (
            (40, 60),
            {},
            {"jfif_version", "jfif_unit", "jfif_density"},
        )
        # The red left half of the picture as stored is the upper half of the picture as taken.
        assert [image.getpixel((20, y))[1] > 200 for y in (10, 50)] == [False, True]


def test_of_a_moving_picture_the_first_frame_stays_and_the_person_is_told():
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    target = BytesIO()
    frames[0].save(target, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    kept = clean("cat.webp", target.getvalue())
    assert len(kept.warnings) == 1
    with Image.open(kept.content) as image:
        assert image.n_frames == 1
        assert image.convert("RGB").getpixel((4, 4))[0] > 200


def test_what_hides_behind_a_picture_is_gone():
    polyglot = files.picture("PNG") + pack({"evil.html": "<script>"}) + b"<script>alert(1)</script>"
    kept = clean("a.png", polyglot).content.read()
    assert (b"script" in polyglot, b"script" in kept, b"PK\x03\x04" in kept) == (True, False, False)


def test_a_pdf_keeps_its_page_its_remark_and_its_honest_link():
    with pikepdf.open(BytesIO(clean("a.pdf", files.pdf()).content.read())) as document:
        page = document.pages[0]
        annotations = list(page.obj.Annots)
        assert [str(a.get("/Contents", "")) for a in annotations] == ["A remark", "", ""]
        assert [str(a["/A"].URI) for a in annotations if "/A" in a] == ["https://example.org/"]
        assert set(annotations[0].keys()) == {"/Type", "/Subtype", "/Rect", "/Contents"}
        assert page.obj.Contents.read_bytes() == b"q 60 0 0 40 0 0 cm /Im0 Do Q"
        with Image.open(BytesIO(page.obj.Resources.XObject.Im0.read_raw_bytes())) as image:
            assert (image.size, dict(image.getexif())) == ((60, 40), {})
        hidden = {"/OpenAction", "/AA", "/Metadata", "/Names", "/AF"}
        assert [key for key in document.Root if key in hidden and len(document.Root[key])] == []
        assert "/Info" not in document.trailer


def test_a_word_document_keeps_its_text_and_loses_the_rest():
    kept = clean("a.docx", pack(files.docx_parts()))
    parts = members(kept.content.read())
    gone = {"docProps/thumbnail.jpeg", "customXml/item1.xml", "word/embeddings/sheet.xlsx"}
    assert set(parts) == set(files.docx_parts()) - gone
    assert re.sub(r"<[^>]*>", "", parts["word/document.xml"]).strip() == "The text &amp; the question"
    assert [word for word in ("OLEObject", "rsid", "w:date") if word in parts["word/document.xml"]] == []
    assert re.findall(r'r:\w+="(\w+)"', parts["word/document.xml"]) == ["rId4", "rId2"]
    assert re.findall(r'Target="([^"]*)"', parts["word/_rels/document.xml.rels"]) == [
        *("media/image1.jpeg", "https://example.org/", "about:blank"),
    ]
    assert (parts["word/comments.xml"].count('"Author"'), "A remark" in parts["word/comments.xml"]) == (
        1,
        True,
    )
    assert "attachedTemplate" not in parts["word/settings.xml"] + parts["word/_rels/settings.xml.rels"]
    assert "customXml" not in parts["[Content_Types].xml"]
    assert len(kept.warnings) == 1


def test_a_workbook_keeps_its_sheets_and_its_remarks():
    parts = members(clean("a.xlsx", pack(files.xlsx_parts())).content.read())
    assert '<sheet name="Marks.pdf" r:id="rId1">' in parts["xl/workbook.xml"]
    assert '<pageSetup paperSize="9">' in parts["xl/worksheets/sheet1.xml"]
    assert re.findall(r"<t>([^<]*)</t>", parts["xl/comments1.xml"]) == ["Author:", "Look here"]


def test_an_odt_keeps_its_text_and_its_order():
    content = clean("a.odt", pack(files.odt_parts())).content.read()
    with ZipFile(BytesIO(content)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    parts = members(content)
    assert re.findall(r"<text:p>([^<]*)<", parts["content.xml"]) == ["A remark", "The text"]
    assert "tracker" not in parts["content.xml"]
    assert "Thumbnails" not in parts["META-INF/manifest.xml"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_a_text_becomes_utf8(encoding: str):
    kept = clean("план.txt", "Привет, <b>мир</b>!\r\n".encode(encoding))
    assert (kept.content.read().decode(), kept.media_type) == (
        "Привет, <b>мир</b>!\r\n",
        "text/plain; charset=utf-8",
    )


DOCX, ODT = files.docx_parts(), files.odt_parts()
MACRO_TYPES = str(DOCX["[Content_Types].xml"]).replace("main+xml", "macroEnabled.main+xml")
LAUGHS = '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><a>&y;</a>'
LOCKED_ODT = '<m:manifest xmlns:m="m"><m:encryption-data/></m:manifest>'
HOSTILE = {
    "nothing": ("empty", "a.pdf", b""),
    "page": ("extension", "a.html", b"<html></html>"),
    "svg": ("extension", "a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "program": ("extension", "photo.jpg.exe", b"MZ\x90\0"),
    "no extension": ("extension", "jpg", files.photo()),
    "macro name": ("extension", "a.docm", pack(DOCX)),
    "program as picture": ("disguised", "exe.jpg", b"MZ\x90\0\3" + b"\0" * 600),
    "program as text": ("disguised", "exe.txt", b"MZ\x90\0\3" + b"\0" * 600),
    "page as pdf": ("disguised", "a.pdf", b"<!DOCTYPE html><html></html>"),
    "svg as png": ("disguised", "a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "png as jpg": ("disguised", "a.jpg", files.picture("PNG")),
    "pdf behind a page": ("disguised", "a.pdf", b"<script></script>\n" + files.pdf()),
    "xlsx as docx": ("disguised", "a.docx", pack(files.xlsx_parts())),
    "plain zip as docx": ("disguised", "a.docx", pack({"a.txt": "a"})),
    "docx as odt": ("disguised", "a.odt", pack(DOCX)),
    "cut-off jpg": ("broken", "a.jpg", files.picture("JPEG", (600, 400))[:-1000]),
    "cut-off png": ("broken", "a.png", files.labelled_png()[:-60]),
    "cut-off docx": ("broken", "a.docx", pack(DOCX)[:-300]),
    "empty pdf": ("broken", "a.pdf", b"%PDF-1.7\nnothing"),
    "pixel bomb": ("picture_size", "a.png", files.header_bomb()),
    "locked pdf": ("encrypted", "a.pdf", files.pdf(password="secret")),
    "locked docx": (
        "encrypted",
        "a.docx",
        bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
    ),
    "locked odt": ("encrypted", "a.odt", pack(ODT | {"META-INF/manifest.xml": LOCKED_ODT})),
    "macros by part": ("macros", "a.docx", pack(DOCX | {"word/vbaProject.bin": b"x"})),
    "macros by type": ("macros", "a.docx", pack(DOCX | {"[Content_Types].xml": MACRO_TYPES})),
    "macros in odt": ("macros", "a.odt", pack(ODT | {"Basic/Standard/Module1.xml": "<a/>"})),
    "laughs": ("broken", "a.docx", pack(DOCX | {"word/styles.xml": LAUGHS})),
    "zip bomb": ("bomb", "a.docx", pack(DOCX | {"word/media/image2.bmp": b"\0" * 2**24})),
    "zip in zip": ("bomb", "a.docx", pack(DOCX | {"word/media/a.zip": pack({"a": "a"})})),
    "too many parts": ("bomb", "a.docx", pack(DOCX | {f"word/{i}.xml": "<a/>" for i in range(2001)})),
    "too deep": ("bomb", "a.docx", pack(DOCX | {"word/styles.xml": "<a>" * 9999 + "</a>" * 9999})),
    "bomb in docx": ("picture_size", "a.docx", pack(DOCX | {"word/media/image1.jpeg": files.header_bomb()})),
    "traversal": ("broken", "a.docx", pack(DOCX | {"word/../../etc/cron.xml": "<a/>"})),
    "absolute path": ("broken", "a.docx", pack(DOCX | {"/etc/cron.xml": "<a/>"})),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_hostile_or_useless_is_refused_with_its_reason(case: str):
    code, name, data = HOSTILE[case]
    assert refusal(name, data) == code


def test_the_size_limit_counts_bytes_and_names_megabytes(settings):
    settings.CASE_UPLOAD_MAX_BYTES = 2**20
    assert clean("a.txt", b"a" * 2**20).content.size == 2**20
    with pytest.raises(UploadRefused, match=r"\b1 (MB|МБ)"):
        clean("a.txt", b"a" * (2**20 + 1))


MEMORY = r"""
import re, sys
from django.conf import settings
settings.configure(USE_I18N=False)
from django.core.files.uploadedfile import SimpleUploadedFile
from mentoring.uploads import UploadRefused, clean_upload
def peak():
    # Not ru_maxrss, which a new program inherits from the one that started it.
    return int(re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read())[1])
upload = SimpleUploadedFile(sys.argv[1], open(sys.argv[1], "rb").read())
before = peak()
try:
    clean_upload(upload)
    print("kept")
except UploadRefused as refused:
    print(refused.code)
print((peak() - before) // 1024)
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", files.GIANTS)
def test_a_giant_takes_less_than_200_megabytes(name: str, tmp_path: Path):
    """In a process of its own, without the app registry, since the module must need none."""
    outcome, make = files.GIANTS[name]
    (tmp_path / name).write_bytes(make())
    run = subprocess.run(
        [sys.executable, "-c", MEMORY, str(tmp_path / name)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    told, megabytes = run.stdout.split()
    assert told == outcome
    assert int(megabytes) < 200, megabytes


def test_stored_names_are_random_and_hold_nothing_of_the_person():
    names = {stored_name("pdf") for _ in range(100)}
    assert len(names) == 100
    assert all(re.fullmatch(r"cases/(..)/(..)/\1\2[0-9a-f]{28}\.pdf", name) for name in names)
    for outside in ("exe", "../pdf", "", "PDF"):
        with pytest.raises(ValueError, match="no such kind"):
            stored_name(outside)


def test_the_neutral_name_counts():
    assert [re.sub(r"[^\W\d]+", "X", neutral_name(n, "pdf")) for n in (1, 12)] == ["X 1.X", "X 12.X"]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("План урока.docx", "План урока.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\olga\\план.pdf", "план.pdf"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ('a"; filename="b.pdf', "a__ filename=_b.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie_ x.pdf"),
        ("a\x00\x1b\u200b.pdf", "a.pdf"),
        ("<script>.pdf", "_script_.pdf"),
        ("..", "Attachment"),
        ("", "Attachment"),
    ],
)
def test_the_original_name_is_harmless_to_show(given: str, shown: str):
    with translation.override("en"):
        assert safe_original_name(given) == shown


def test_a_long_name_keeps_its_extension():
    shown = safe_original_name("я" * 300 + ".docx")
    assert (len(shown), shown[-6:]) == (100, "я.docx")
