"""The bell's page: own rows only, nothing changed by looking, read by opening."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentoring.enums import State
from notices.bell import unread_count
from notices.models import Notice
from notices.telling import tell
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga():
    """Told of one case that ivan has accepted."""
    user = people.make_mentee()
    people.make_case(user, people.make_mentor("ivan"), State.IN_WORK)
    return user


def _told(user, count: int) -> None:
    case = user.cases.get()
    for number in range(count):
        tell(user, "accepted", event=f"extra-{number}", case=case, mentor=case.mentor_id)


def test_looking_changes_nothing_and_opening_marks_and_leads_on(client, olga):
    client.force_login(olga)
    page = client.get("/notices/")
    notice = Notice.objects.get(user=olga)
    assert "Иван Петрович Громов" in page.content.decode()
    assert "is-new" in page.content.decode()
    assert client.get(f"/notices/{notice.pk}/").status_code == 405
    assert unread_count(olga) == 1
    answer = client.post(f"/notices/{notice.pk}/")
    assert (answer.status_code, answer["location"]) == (
        303,
        reverse("cases:case", args=[notice.case.number]),
    )
    assert unread_count(olga) == 0
    assert "is-new" not in client.get("/notices/").content.decode()


def test_nobody_opens_the_notice_of_another(client, olga):
    notice = Notice.objects.get(user=olga)
    client.force_login(people.make_mentor("maria"))
    assert client.post(f"/notices/{notice.pk}/").status_code == 404
    assert client.post("/notices/read/").status_code == 303
    assert unread_count(olga) == 1
    assert "Громов" not in client.get("/notices/").content.decode()


def test_everything_is_marked_at_once(client, olga):
    _told(olga, 3)
    client.force_login(olga)
    answer = client.post("/notices/read/")
    assert (answer.status_code, answer["location"]) == (303, "/notices/")
    assert unread_count(olga) == 0


def test_a_stranger_is_led_to_the_door(client):
    assert client.get("/notices/")["location"].startswith("/accounts/login/")
    assert client.post("/notices/1/")["location"].startswith("/accounts/login/")


def test_an_empty_bell_invites(client):
    client.force_login(people.make_mentee())
    assert 'class="empty' in client.get("/notices/").content.decode()


def test_a_long_list_has_pages(client, olga):
    _told(olga, 25)
    client.force_login(olga)
    assert client.get("/notices/").content.decode().count('class="notice is-new"') == 20
    assert client.get("/notices/?page=2").content.decode().count('class="notice is-new"') == 6


def test_a_longer_list_asks_no_more_of_the_database(client, olga):
    client.force_login(olga)
    client.get("/notices/")
    with CaptureQueriesContext(connection) as short:
        client.get("/notices/")
    _told(olga, 15)
    with CaptureQueriesContext(connection) as long:
        client.get("/notices/")
    assert len(short) == len(long) <= 15
