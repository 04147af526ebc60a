"""Consents: published once, asked again when they change, withdrawn at any time."""

from hashlib import sha256

import pytest
from django.urls import reverse

from accounts import consents
from accounts.models import ConsentRecord, ConsentText
from tests.people import make_mentee

pytestmark = pytest.mark.django_db
PAGE = "/profile/consent/"


@pytest.fixture
def olga(client):
    user = make_mentee("olga")
    client.force_login(user)
    return user


def agree(user) -> None:
    for text in consents.missing_consents(user):
        consents.record(user, text)


def test_texts_are_published_once():
    assert (consents.load_consents(), consents.load_consents()) == (2, 0)
    assert list(consents.newest_texts().values_list("code", "version")) == [
        ("personal_data", "1"),
        ("rules", "1"),
    ]


def test_the_newest_version_of_each_document_counts(olga):
    consents.load_consents()
    agree(olga)
    assert list(consents.missing_consents(olga)) == []
    newer = ConsentText.objects.create(code="rules", version="2", title="Правила", text="Новые")
    assert list(consents.missing_consents(olga)) == [newer]


def test_the_hash_keeps_the_wording(olga):
    text = ConsentText.objects.create(code="rules", version="1", title="Правила", text="Слово")
    record = consents.record(olga, text)
    ConsentText.objects.filter(pk=text.pk).update(text="Другое слово")
    text.refresh_from_db()
    assert record.digest == sha256("Слово".encode()).hexdigest()
    assert text.digest == sha256("Другое слово".encode()).hexdigest()


def test_agreeing_twice_is_one_record(olga):
    text = ConsentText.objects.create(code="rules", version="1", title="Правила", text="Слово")
    assert consents.record(olga, text) == consents.record(olga, text)
    assert ConsentRecord.objects.count() == 1


@pytest.mark.parametrize("path", ["/profile/", "/profile/letters/", "/mentors/apply/", "/accounts/email/"])
def test_a_missing_consent_closes_the_pages(client, olga, path):
    consents.load_consents()
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (302, PAGE)


@pytest.mark.parametrize(
    "path",
    [
        PAGE,
        "/consent/rules/",
        "/profile/data/",
        "/profile/data/export/",
        "/profile/delete/",
        "/accounts/logout/",
    ],
)
def test_what_stays_open_without_consent(client, olga, path):
    consents.load_consents()
    assert client.get(path).status_code == 200


def test_nothing_is_changed_behind_the_door(client, olga):
    consents.load_consents()
    client.post("/profile/", {"first_name": "Анна", "last_name": "Другая"})
    olga.refresh_from_db()
    assert olga.first_name == "Ольга"


def test_a_part_of_a_page_is_led_there_as_a_whole(client, olga):
    consents.load_consents()
    answer = client.get("/profile/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (200, PAGE)


def test_olga_agrees_on_the_page(client, olga):
    consents.load_consents()
    ticks = {f"consent_{text.pk}": "on" for text in consents.missing_consents(olga)}
    one = dict(list(ticks.items())[:1])
    assert client.post(PAGE, one).status_code == 200
    assert ConsentRecord.objects.count() == 0
    client.post(PAGE, ticks)
    assert list(consents.missing_consents(olga)) == []
    assert client.get("/profile/").status_code == 200


def test_withdrawal_closes_every_session_until_given_again(client, olga):
    consents.load_consents()
    agree(olga)
    other = type(client)()
    other.force_login(olga)
    assert other.get("/profile/").status_code == 200

    client.post(reverse("accounts:consent_withdraw", args=["rules"]))

    assert ConsentRecord.objects.get(text__code="rules").withdrawn_at is not None
    assert other.get("/profile/")["Location"] == PAGE
    agree(olga)
    assert other.get("/profile/").status_code == 200
    assert ConsentRecord.objects.filter(user=olga).count() == 3


def test_withdrawal_needs_a_form(client, olga):
    consents.load_consents()
    agree(olga)
    assert client.get(reverse("accounts:consent_withdraw", args=["rules"])).status_code == 405


def test_visitors_read_the_newest_text(client):
    consents.load_consents()
    ConsentText.objects.create(code="rules", version="2", title="Правила портала", text="Второе слово")
    assert client.get("/consent/rules/").context["text"].version == "2"
    assert client.get("/consent/other/").status_code == 404


def test_the_door_costs_one_query(client, olga, django_assert_num_queries):
    consents.load_consents()
    with django_assert_num_queries(1):
        assert consents.missing_consents(olga).exists() is True
