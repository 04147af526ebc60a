"""Files of a draft: kept, counted, refused, taken back; nothing is left lying about."""

import io
import os
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from mentoring import attachments
from mentoring.models import Attachment, private_storage
from mentoring.refusal import Refused
from tests import people
from tests.mentoring.test_drafts import STORY

pytestmark = pytest.mark.django_db
JSON = {"headers": {"Accept": "application/json"}}


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path, monkeypatch):
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": str(tmp_path), "base_url": None}}
    settings.STORAGES = settings.STORAGES | {"private": private}
    monkeypatch.setattr(Attachment._meta.get_field("file"), "storage", private_storage())


@pytest.fixture
def olga(client):
    user = people.make_mentee()
    client.force_login(user)
    return user


def text_file(name: str = "переписка.txt", content: bytes = "Добрый вечер".encode()) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def stored() -> list[str]:
    root = private_storage().location
    return [os.path.join(folder, name) for folder, _, names in os.walk(root) for name in names]


def test_a_file_lies_under_a_random_name_and_is_numbered(olga):
    case = people.make_draft(olga)
    first = attachments.add_attachment(case, text_file(), uploader=olga, version=case.draft_version())
    second = attachments.add_attachment(case, text_file(), uploader=olga, version=case.draft_version())
    assert [first.ordinal, second.ordinal] == [1, 2]
    assert (first.original_name, first.media_type, first.size) == (
        "переписка.txt",
        "text/plain; charset=utf-8",
        23,
    )
    assert "переписка" not in first.file.name
    with first.file.open() as content:
        assert content.read().decode() == "Добрый вечер"


def test_a_row_that_cannot_be_written_takes_its_file_along(olga, monkeypatch):
    case = people.make_draft(olga)

    def fail(*args, **kwargs):
        raise RuntimeError("the disk of the database is full")

    monkeypatch.setattr(Attachment.objects, "create", fail)
    with pytest.raises(RuntimeError):
        attachments.add_attachment(case, text_file(), uploader=olga)
    assert (stored(), Attachment.objects.count()) == ([], 0)


def test_the_script_gets_the_list_and_the_reason(client, olga):
    case = people.make_draft(olga)
    place = reverse("cases:attach", args=[case.number])
    good = client.post(place, {"files": text_file("план <b>.txt")}, **JSON)
    assert (good.status_code, good.json()["error"]) == (200, "")
    assert "<b>" not in good.json()["files"]
    bad = client.post(place, {"files": text_file("вирус.exe")}, **JSON)
    assert bad.status_code == 422
    assert bad.json()["error"].startswith("вирус.exe: ")
    assert case.attachments.get().version == case.draft_version()


def test_a_file_that_comes_after_the_case_was_sent_begins_no_new_version(client, olga):
    case = people.make_case(olga)
    late = client.post(
        reverse("cases:attach", args=[case.number]), {"files": text_file(), "ordinal": "1"}, **JSON
    )
    assert (late.status_code, late.json()["code"]) == (409, "state")
    assert (case.versions.count(), case.attachments.count()) == (1, 0)


def test_without_scripts_file_and_text_arrive_together(client, olga):
    case = people.make_draft(olga)
    place = reverse("cases:draft", args=[case.number])
    done = client.post(place, {**STORY, "situation": "С файлом", "do": "attach", "files": text_file()})
    assert (done.status_code, done.url) == (303, f"{place}#files")
    assert (case.attachments.count(), case.draft_version().situation) == (1, "С файлом")
    refused = client.post(
        place,
        {**STORY, "saved_revision": "1", "situation": "Ещё", "do": "submit", "files": text_file("a.exe")},
    )
    assert (refused.status_code, len(refused.context["file_errors"])) == (200, 1)
    case.refresh_from_db()
    assert (case.state, case.draft_version().situation) == ("draft", "Ещё")


def test_no_more_files_than_the_limit(client, olga, settings):
    settings.CASE_UPLOADS_MAX = 1
    case = people.make_draft(olga)
    attachments.add_attachment(case, text_file(), uploader=olga, version=case.draft_version())
    with pytest.raises(Refused) as refused:
        attachments.add_attachment(case, text_file(), uploader=olga, version=case.draft_version())
    assert (refused.value.code, refused.value.field, len(stored())) == ("full", "files", 1)


def test_a_file_is_taken_back_until_it_is_sent(client, olga, django_capture_on_commit_callbacks):
    case = people.make_draft(olga)
    kept = attachments.add_attachment(case, text_file(), uploader=olga, version=case.draft_version())
    gone = attachments.add_attachment(case, text_file(), uploader=olga, version=case.draft_version())
    place = reverse("cases:detach", args=[case.number, gone.public_id])
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(place, {**STORY, "situation": "Без файла"}).status_code == 303
    assert (list(case.attachments.all()), len(stored())) == ([kept], 1)
    assert case.draft_version().situation == "Без файла"
    case.versions.update(submitted_at=timezone.now())
    with pytest.raises(Refused):
        attachments.remove_attachment(Attachment.objects.get(), by=olga)


def test_a_file_of_another_case_cannot_be_taken_off(client, olga):
    elena = people.make_mentee("elena")
    theirs = people.make_draft(elena)
    file = attachments.add_attachment(theirs, text_file(), uploader=elena, version=theirs.draft_version())
    mine = people.make_draft(olga)
    place = reverse("cases:detach", args=[mine.number, file.public_id])
    assert client.post(place, STORY).status_code == 404
    assert Attachment.objects.filter(pk=file.pk).exists()


def test_the_download_is_never_shown_inside_the_portal(olga):
    case = people.make_draft(olga)
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(picture, "PNG")
    file = SimpleUploadedFile("доска.png", picture.getvalue())
    attachment = attachments.add_attachment(case, file, uploader=olga)
    response = attachments.serve(attachment, "Вложение 1.png")
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    names = ("X-Content-Type-Options", "Content-Type", "Cache-Control")
    assert {name: response[name] for name in names} == {
        "X-Content-Type-Options": "nosniff",
        "Content-Type": "image/png",
        "Cache-Control": "private, no-store",
    }
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    response.close()


def test_only_old_files_without_a_row_are_swept(olga, capsys):
    case = people.make_draft(olga)
    kept = attachments.add_attachment(case, text_file(), uploader=olga)
    with transaction.atomic():
        attachments.add_attachment(case, text_file(), uploader=olga)
        transaction.set_rollback(True)
    assert len(stored()) == 2
    assert attachments.sweep_orphans() == 0
    assert attachments.sweep_orphans(now=timezone.now() + timedelta(days=2)) == 1
    assert stored() == [private_storage().path(kept.file.name)]
    call_command("sweep_files")
    assert capsys.readouterr().out == "removed: 0\n"
