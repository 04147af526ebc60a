"""The detector finds what it is there to find: each disguise planted once, and nothing in innocent text."""

import base64
import hashlib
import html
import io
import json
import quopri
import urllib.parse
import zipfile
from email.header import Header

import pikepdf
import pytest
from PIL import Image
from wagtail.coreutils import string_to_ascii

from tests.mentoring import upload_files
from tests.privacy.sentinels import KEY, NAMES, PLANTED, leaks

SURNAME, MAIL = NAMES["last_name"], PLANTED["e-mail"]
DISGUISES = {
    "plain": SURNAME,
    "lower": SURNAME.lower(),
    "upper": SURNAME.upper(),
    "another case": "от Жужелицыной",
    "numeric entities": "".join(f"&#{ord(c)};" for c in SURNAME),
    "escaped": html.escape(f"<b>{SURNAME}</b>"),
    "urlencoded": urllib.parse.urlencode({"q": SURNAME}),
    "JSON": json.dumps({"name": SURNAME}),
    "quoted-printable": quopri.encodestring(f"Пишет {SURNAME} снова и снова, и снова".encode()).decode(),
    "mail header": Header(f"От: {SURNAME}", "utf-8").encode(),
    "transliterated": string_to_ascii(SURNAME),
    "passport": "Zhuzhelitsyna",
    "mail in capitals": MAIL.upper(),
    "mail in an address": urllib.parse.quote(MAIL, safe=""),
    "md5 as gravatars are": hashlib.md5(MAIL.encode()).hexdigest(),  # noqa: S324
    "sha1": hashlib.sha1(MAIL.encode()).hexdigest(),  # noqa: S324
    "sha256": hashlib.sha256(MAIL.encode()).hexdigest(),
    "key": f"/users/{KEY}/",
    "key in base64": base64.urlsafe_b64encode(str(KEY).encode()).decode(),
    "phone as written": "+7 (999) 271-82-81",
    **{
        f"base64 at {n}": base64.b64encode(("x" * n + SURNAME + " пишет").encode()).decode() for n in range(3)
    },
}


@pytest.mark.parametrize("disguise", sorted(DISGUISES))
def test_every_disguise_is_seen_through(disguise):
    assert leaks(f"<p>{DISGUISES[disguise]}</p>") != set()
    assert leaks(f"<p>{DISGUISES[disguise]}</p>".encode()) != set()


@pytest.mark.parametrize("name", sorted(PLANTED))
def test_every_planted_word_is_known(name):
    assert name in leaks(f"… {PLANTED[name]} …")


def test_what_is_packed_is_unpacked(monkeypatch):
    monkeypatch.setattr(upload_files, "OLGA", PLANTED["author of a file"])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("docProps/core.xml", f"<creator>{SURNAME}</creator>")
    document = pikepdf.new()
    document.add_blank_page(page_size=(10, 10))
    document.docinfo["/Author"] = SURNAME
    pdf = io.BytesIO()
    document.save(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert leaks(packed.getvalue()) & {"last name"}
    assert leaks(pdf.getvalue()) & {"last name"}
    assert {"author of a file", "region"} <= leaks(upload_files.photo())
    clean = io.BytesIO()
    Image.new("RGB", (4, 4)).save(clean, "JPEG")
    assert leaks(clean.getvalue()) == set()


def test_innocent_text_is_innocent():
    words = (
        "Автор кейса К-2026-123456 спрашивает, как ответить маме ученика. Учитель биологии, 2 года в школе."
    )
    assert leaks(words) == leaks(words.encode()) == leaks(base64.b64encode(words.encode())) == set()
