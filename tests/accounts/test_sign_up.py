"""From the form of sign-up to the cabinet: consents, the link in the letter, no word about other accounts."""

import re

import pytest
from django.urls import reverse
from post_office.models import Email

from accounts.consents import load_consents, newest_texts
from accounts.models import ConsentRecord, ConsentText, User
from mentoring.models import MenteeProfile, MentorProfile
from tests.people import PASSWORD, make_mentee

pytestmark = pytest.mark.django_db
SIGN_UP = "/accounts/signup/"


@pytest.fixture
def texts():
    load_consents()
    return list(newest_texts())


def form(texts, **fields):
    """What olga sends, everything ticked."""
    ticks = {f"consent_{text.pk}": "on" for text in texts}
    told = {
        "first_name": "Ольга",
        "patronymic": "Сергеевна",
        "last_name": "Ветрова",
        "email": "olga@example.org",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    return {**told, **ticks, **fields}


def link_in_the_letter() -> str:
    letter = Email.objects.get()
    assert letter.to == ["olga@example.org"]
    return re.search(r"https?://[^/]+(/accounts/confirm-email/\S+)", letter.message).group(1)


def test_olga_registers_and_confirms(client, texts):
    answer = client.post(SIGN_UP, form(texts))

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/confirm-email/")
    olga = User.objects.get()
    assert (olga.email, olga.get_full_name()) == ("olga@example.org", "Ольга Сергеевна Ветрова")
    assert MenteeProfile.objects.get().user == olga
    assert set(ConsentRecord.objects.values_list("user", "text", "digest")) == {
        (olga.pk, text.pk, text.digest) for text in texts
    }
    assert "_auth_user_id" not in client.session

    link = link_in_the_letter()
    assert client.get(link).status_code == 200
    assert olga.emailaddress_set.get().verified is False
    client.post(link)
    assert olga.emailaddress_set.get().verified is True
    assert client.session["_auth_user_id"] == str(olga.pk)


def test_nobody_signs_in_before_the_link_was_opened(client, texts):
    client.post(SIGN_UP, form(texts))
    client.logout()
    answer = client.post("/accounts/login/", {"login": "olga@example.org", "password": PASSWORD})
    assert answer["Location"] == "/accounts/confirm-email/"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("missing", [0, 1])
def test_each_consent_is_needed(client, texts, missing):
    sent = form(texts)
    name = f"consent_{texts[missing].pk}"
    del sent[name]
    answer = client.post(SIGN_UP, sent)
    assert list(answer.context["form"].errors) == [name]
    assert User.objects.count() == 0


def test_boxes_are_not_ticked_beforehand(client, texts):
    page = client.get(SIGN_UP).content.decode()
    boxes = re.findall(r"<input[^>]*type=\"checkbox\"[^>]*>", page)
    assert len(boxes) == 2
    assert [box for box in boxes if "checked" in box] == []


def test_a_tick_under_an_older_text_is_none(client, texts):
    sent = form(texts)
    newer = ConsentText.objects.create(code=texts[0].code, version="2", title="Новое", text="Новый текст")
    answer = client.post(SIGN_UP, sent)
    assert list(answer.context["form"].errors) == [f"consent_{newer.pk}"]


def test_extra_fields_are_ignored(client, texts):
    client.post(
        SIGN_UP,
        form(
            texts,
            is_staff="on",
            is_superuser="on",
            role="moderator",
            status="approved",
            groups="1",
            is_active="",
        ),
    )
    olga = User.objects.get()
    assert (olga.is_staff, olga.is_superuser, olga.is_active) == (False, False, True)
    assert (olga.groups.count(), MentorProfile.objects.count()) == (0, 0)


def test_a_known_address_is_answered_like_a_new_one(client, texts):
    make_mentee("olga")
    known = client.post(SIGN_UP, form(texts))
    client.cookies.clear()
    new = client.post(SIGN_UP, form(texts, email="maria@example.org"))
    assert (known.status_code, known["Location"]) == (new.status_code, new["Location"])
    assert User.objects.count() == 2


def test_a_known_address_keeps_its_name_and_password(client, texts):
    olga = make_mentee("olga")
    client.post(
        SIGN_UP, form(texts, email="OLGA@example.org", first_name="Чужая", password1="Другой-пароль-77")
    )
    olga.refresh_from_db()
    assert (olga.first_name, olga.check_password(PASSWORD)) == ("Ольга", True)


def test_reset_of_an_unknown_address_is_answered_alike(client):
    make_mentee("olga")
    known = client.post("/accounts/password/reset/", {"email": "olga@example.org"})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_who_comes_as_a_mentor_goes_on_to_the_application(client, texts):
    client.post(SIGN_UP, form(texts, **{"as": "mentor"}))
    assert MenteeProfile.objects.count() == 0
    answer = client.post(link_in_the_letter())
    assert answer["Location"] == reverse("accounts:apply")


def test_the_link_leads_on_in_another_browser_too(client, texts):
    client.post(SIGN_UP, form(texts, next="/mentors/invite/abc/"))
    link = link_in_the_letter()
    client.cookies.clear()
    assert client.post(link)["Location"] == "/mentors/invite/abc/"


def test_the_link_leads_to_no_stranger(client, texts):
    client.post(SIGN_UP, form(texts, next="https://evil.example/"))
    assert "evil.example" not in Email.objects.get().message


def test_the_link_is_used_once(client, texts):
    client.post(SIGN_UP, form(texts))
    link = link_in_the_letter()
    client.post(link)
    client.logout()
    client.post(link)
    assert "_auth_user_id" not in client.session
