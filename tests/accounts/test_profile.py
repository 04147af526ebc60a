"""Pages about oneself change only one's own things, and only what they show."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from accounts.models import User
from accounts.pauses import add_pause
from mentoring.models import Exclusion, MenteeProfile, Seat, TextModule
from tests.people import make_case, make_mentee, make_mentor, make_rubric, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga(client):
    user = make_mentee("olga")
    client.force_login(user)
    return user


@pytest.fixture
def ivan(client):
    user = make_mentor("ivan")
    client.force_login(user)
    return user


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_olga_changes_her_name_and_nothing_else(client, olga):
    client.post(
        "/profile/",
        {"first_name": "Оля", "last_name": "Ветрова", "is_staff": "on", "is_superuser": "on",
         "email": "x@example.org", "letters": "off"},
    )  # fmt: skip
    olga.refresh_from_db()
    assert (olga.first_name, olga.patronymic, olga.email) == ("Оля", "", "olga@example.org")
    assert (olga.is_staff, olga.is_superuser, olga.letters) == (False, False, "each")


def test_letters_are_chosen(client, olga):
    client.post("/profile/letters/", {"letters": "digest"})
    assert User.objects.get(pk=olga.pk).letters == "digest"
    answer = client.post("/profile/letters/", {"letters": "never"})
    assert list(answer.context["form"].errors) == ["letters"]


def test_the_job_is_kept_with_all_its_fields(client, olga):
    told = {
        "subject": "physics", "stage": "secondary", "years": "1", "region": "Тульская область",
        "settlement": "town", "school_type": "lyceum", "school": "Лицей № 2", "phone": "+7 900 000-00-00",
    }  # fmt: skip
    client.post("/profile/job/", {**told, "user": "999"})
    kept = MenteeProfile.objects.values(*told).get(user=olga)
    assert kept == {**told, "years": 1}


def test_whoever_came_as_a_mentor_becomes_a_mentee_too(client, ivan):
    assert client.get("/profile/job/").status_code == 200
    assert MenteeProfile.objects.count() == 0
    client.post("/profile/job/", {"subject": "physics"})
    assert MenteeProfile.objects.get().user == ivan


def test_the_regions_are_offered(client, olga):
    page = client.get("/profile/job/").content.decode()
    assert 'list="list_region"' in page
    assert page.count("<option value=") > 89
    assert '<option value="Республика Саха (Якутия)">' in page


def test_the_mentor_profile_renews_matching(client, ivan):
    other = make_rubric("motivaciya", "Мотивация")
    client.post(
        "/profile/mentor/",
        {"position": "профессор", "problem_rubrics": [other.pk], "subjects": ["physics"], "capacity": "2",
         "status": "declined", "is_external": "on"},
    )  # fmt: skip
    ivan.mentor_profile.refresh_from_db()
    profile = ivan.mentor_profile
    assert (profile.position, profile.status, profile.is_external) == ("профессор", "approved", False)
    assert set(Seat.objects.values_list("rubric", "subject")) == {(other.pk, ""), (other.pk, "physics")}


@pytest.mark.parametrize("path", ["mentor", "pauses", "texts", "texts/new", "portrait"])
def test_the_pages_of_mentors_do_not_exist_for_others(client, olga, path):
    assert client.get(f"/profile/{path}/").status_code == 404


def test_pauses_that_touch_become_one(ivan):
    profile = ivan.mentor_profile
    for first, last in ((1, 3), (10, 12), (4, 5), (5, 9), (20, 21)):
        add_pause(profile, first_day=date(2026, 12, first), last_day=date(2026, 12, last))
    assert list(profile.pauses.values_list("first_day", "last_day")) == [
        (date(2026, 12, 1), date(2026, 12, 12)),
        (date(2026, 12, 20), date(2026, 12, 21)),
    ]


def test_ivan_plans_and_removes_a_pause(client, ivan):
    today = timezone.localdate()
    days = {"first_day": today.isoformat(), "last_day": (today + timedelta(days=3)).isoformat()}
    client.post("/profile/pauses/", days)
    pause = ivan.mentor_profile.pauses.get()
    assert (pause.first_day, pause.last_day) == (today, today + timedelta(days=3))
    client.post(f"/profile/pauses/{pause.pk}/remove/")
    assert ivan.mentor_profile.pauses.count() == 0


def test_a_pause_does_not_end_before_it_begins(client, ivan):
    answer = client.post("/profile/pauses/", {"first_day": "2026-12-05", "last_day": "2026-12-01"})
    assert list(answer.context["form"].errors) == ["last_day"]


def test_things_of_another_mentor_do_not_exist(client, ivan):
    maria = make_mentor("maria").mentor_profile
    pause = add_pause(maria, first_day=date(2026, 12, 1), last_day=date(2026, 12, 2))
    text = TextModule.objects.create(mentor=maria, title="Её", text="Текст")
    answers = [
        client.post(f"/profile/pauses/{pause.pk}/remove/"),
        client.get(f"/profile/texts/{text.pk}/"),
        client.post(f"/profile/texts/{text.pk}/", {"title": "Моё", "text": "Чужое"}),
        client.post(f"/profile/texts/{text.pk}/remove/"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert list(TextModule.objects.values_list("title", "text")) == [("Её", "Текст")]


def test_text_modules_are_written_changed_and_deleted(client, ivan):
    client.post("/profile/texts/new/", {"title": "Привет", "text": "Добрый день"})
    text = ivan.mentor_profile.text_modules.get()
    client.post(f"/profile/texts/{text.pk}/", {"title": "Привет", "text": "Добрый вечер"})
    text.refresh_from_db()
    assert (text.title, text.text) == ("Привет", "Добрый вечер")
    client.post(f"/profile/texts/{text.pk}/remove/")
    assert TextModule.objects.count() == 0


def picture(kind: str = "JPEG") -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "PlantedCamera"
    file = io.BytesIO()
    Image.new("RGB", (60, 80), "green").save(file, kind, exif=exif)
    return file.getvalue()


def test_the_portrait_keeps_pixels_only(client, ivan, django_capture_on_commit_callbacks):
    client.post("/profile/portrait/", {"portrait": SimpleUploadedFile("Гром на даче.jpg", picture())})
    ivan.refresh_from_db()
    with ivan.portrait.open() as file:
        kept = file.read()
    assert (b"PlantedCamera" in picture(), b"PlantedCamera" in kept) == (True, False)
    assert len(ivan.portrait.name) == len("portraits/") + 32 + len(".jpg")

    path = f"/mentors/{ivan.mentor_profile.public_id}/portrait/"
    answer = client.get(path)
    assert (b"".join(answer.streaming_content), answer["Content-Type"]) == (kept, "image/jpeg")
    assert answer["X-Content-Type-Options"] == "nosniff"
    client.logout()
    assert client.get(path).status_code == 302

    client.force_login(ivan)
    name, storage = ivan.portrait.name, ivan.portrait.storage
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/profile/portrait/remove/")
    assert (User.objects.get(pk=ivan.pk).portrait.name, storage.exists(name)) == ("", False)


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.txt", b"hello"), ("a.jpg", b"<svg onload=alert(1)>"), ("a.svg", b"<svg/>"), ("a.png", b"")],
)
def test_a_portrait_is_a_picture(client, ivan, name, data):
    answer = client.post("/profile/portrait/", {"portrait": SimpleUploadedFile(name, data)})
    assert list(answer.context["form"].errors) == ["portrait"]
    assert User.objects.get(pk=ivan.pk).portrait.name == ""


def test_the_list_of_exclusions_names_no_anonymous_author(client):
    ivan, maria = make_mentor("ivan"), make_mentor("maria")
    MenteeProfile.objects.create(user=maria)
    case = make_case(maria, ivan, "awaiting")
    Exclusion.objects.create(owner=ivan, other=maria, case=case)
    Exclusion.objects.create(owner=maria, other=ivan, case=case)

    client.force_login(ivan)
    page = client.get("/profile/exclusions/").content.decode()
    assert ("Кравцова" in page, case.label in page) == (False, True)
    client.force_login(maria)
    assert "Иван Петрович Громов" in client.get("/profile/exclusions/").content.decode()


def test_one_removes_only_own_exclusions(client, olga):
    ivan, maria = make_mentor("ivan"), make_mentor("maria")
    own = Exclusion.objects.create(owner=olga, other=ivan)
    others = Exclusion.objects.create(owner=maria, other=olga)
    assert client.post(f"/profile/exclusions/{others.pk}/remove/").status_code == 404
    client.post(f"/profile/exclusions/{own.pk}/remove/")
    assert list(Exclusion.objects.all()) == [others]


def test_visitors_are_asked_to_sign_in(client):
    for path in (
        "/profile/",
        "/profile/job/",
        "/profile/mentor/",
        "/profile/data/export/",
        "/profile/delete/confirm/",
    ):
        assert client.get(path)["Location"] == f"/accounts/login/?next={path}"


def test_every_page_of_a_mentor_opens(client, ivan):
    mentors_own = ["mentor", "pauses", "texts", "texts/new", "portrait"]
    paths = ["", "job", "letters", "exclusions", "consent", "data", "delete", "delete/confirm", *mentors_own]
    opened = {path: client.get(f"/profile/{path}/".replace("//", "/")).status_code for path in paths}
    assert opened == dict.fromkeys(paths, 200)


def test_a_person_without_a_role_has_pages_too(client):
    client.force_login(make_user("pavel"))
    assert [client.get(path).status_code for path in ("/profile/", "/mentors/apply/")] == [200, 200]
