"""What editors upload is cleaned before it is kept: metadata gone, disguises refused, names that tell nobody."""

import re
from io import BytesIO
from tempfile import SpooledTemporaryFile

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from knowledge_base.models import ResourcePage
from tests import library, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def vera(client):
    user = people.make_user("vera")
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)
    return user


def photo() -> bytes:
    """A JPEG whose EXIF names somebody."""
    target, exif = BytesIO(), Pillow.Exif()
    exif[0x013B] = "Olga Vetrova"
    Pillow.new("RGB", (40, 30), "green").save(target, "JPEG", exif=exif)
    return target.getvalue()


def upload(client, kind: str, name: str, content: bytes, **fields):
    form = {
        "title": "Схема", "file": SimpleUploadedFile(name, content), "collection": Collection.objects.get(depth=1).pk,
        "tags": "", **fields,
    }  # fmt: skip
    return client.post(f"/admin/{kind}/add/", form)


def test_a_picture_loses_what_it_tells_about_people(client, vera):
    assert b"Vetrova" in photo()
    upload(client, "images", "Vetrova.jpg", photo(), description="Схема класса")
    image = get_image_model().objects.get()
    with image.file.open("rb") as kept:
        content = kept.read()
    assert (b"Vetrova" in content, "Vetrova" in image.file.name, image.width) == (False, False, 40)


def test_a_picture_that_is_none_is_refused_with_the_reason(client, vera):
    answer = upload(client, "images", "x.jpg", b"<svg onload=alert(1)>", description="Схема")
    assert (answer.status_code, get_image_model().objects.count()) == (200, 0)


def test_a_document_that_is_none_is_refused_with_the_reason(client, vera):
    answer = upload(client, "documents", "x.pdf", b"MZ\x90\x00 not a document")
    assert "Содержимое файла не совпадает с его названием" in answer.content.decode()
    assert get_document_model().objects.count() == 0
    upload(client, "documents", "Vetrova.txt", "Памятка".encode())
    assert "Vetrova" not in get_document_model().objects.get().file.name


def test_a_picture_stands_in_the_text_with_its_words(client, vera):
    upload(client, "images", "a.jpg", photo(), description="Схема")
    value = {"image": get_image_model().objects.get(), "alt": "Парты кругом", "caption": "Так сидят"}
    page = library.make_resource(body=[("picture", value)])
    client.logout()
    words = client.get(ResourcePage.objects.get(pk=page.pk).url).content.decode()
    assert 'alt="Парты кругом"' in words
    assert "Так сидят" in words
    address = re.search(r'<img[^>]*\bsrc="([^"]+)"', words)[1]
    shown = client.get(address)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    # Read to its end a file is closed.
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8\xff")
    assert client.get(address.replace("/images/", "/original_images/")).status_code == 404


def test_nothing_stays_open_when_a_size_of_a_picture_is_drawn(client, vera, monkeypatch):
    opened = []

    class WorkingCopy(SpooledTemporaryFile):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            opened.append(self)

    monkeypatch.setattr("wagtail.images.models.SpooledTemporaryFile", WorkingCopy)
    upload(client, "images", "a.jpg", photo(), description="Схема")
    image = get_image_model().objects.get()
    drawn = image.get_rendition("width-20")
    assert opened != []
    assert [copy for copy in opened if not copy.closed] == []
    with drawn.file.open("rb") as kept, Pillow.open(kept) as picture:
        assert (picture.width, drawn.width) == (20, 20)
