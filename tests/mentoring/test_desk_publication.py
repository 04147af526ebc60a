"""The moderators' queue: a name is decided by one key, nothing typed is lost, and nothing slips through."""

import re

import pytest
from django.urls import reverse

from mentoring.enums import PublicationStatus
from mentoring.models import Deidentification, PublicCase
from tests import people
from tests.access.world import staff
from tests.privacy.works import by_now, cleared, crowd, queued

pytestmark = pytest.mark.django_db
S = PublicationStatus


@pytest.fixture
def desk(client):
    """A moderator at the desk."""
    client.force_login(staff("anna", "Moderators"))
    return client


def page_of(work: Deidentification) -> str:
    return reverse("desk_publication:work", args=[work.public_case.key])


def do(desk, work: Deidentification, act: str, **data):
    """Press a button of the page as it stands."""
    return desk.post(page_of(work), {"act": act, "seen": by_now(work).revision, **data})


def test_the_queue_shows_what_waits_for_the_moderator(desk):
    work = queued()
    shown = desk.get(reverse("desk_publication:index")).content.decode()
    assert work.public_case.title in shown
    assert f'<td class="desk-number">{work.open_suspicions}</td>' in shown
    assert (
        work.public_case.title
        not in desk.get(reverse("desk_publication:index"), {"tab": "published"}).content.decode()
    )


def test_the_queue_costs_the_same_for_one_case_and_for_many(desk, django_assert_num_queries):
    queued()
    desk.get(reverse("desk_publication:index"))
    with_one = _queries(desk)
    copies = [PublicCase(title=f"Кейс {n}", direction="problem", year=2026) for n in range(20)]
    for copy in copies:
        copy.save()
        Deidentification.objects.create(public_case=copy)
    assert _queries(desk) == with_one


def _queries(desk) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        desk.get(reverse("desk_publication:index"))
    return len(captured)


def test_every_suspicion_is_marked_and_asked_about(desk):
    work = queued()
    shown = desk.get(page_of(work)).content.decode()
    assert shown.count("data-question=") == len(set(re.findall(r'data-mark="(\d+)"', shown)))
    assert 'placeholder="ученицы А."' in shown
    # The author of an anonymous case is nobody here either.
    for secret in ("Ветрова", "olga@example.org", "Школа № 77"):
        assert secret not in shown


def test_one_press_settles_a_person_everywhere(desk):
    work = queued()
    answer = do(desk, work, "replace", fragment="Кати Ивановой", label="PER")
    assert answer.status_code == 303
    assert answer["Location"].endswith("#questions")
    text = by_now(work).public_case.content["situation"]
    assert text.startswith("Мама ученицы А. пишет по ночам. Ученица А. плачет.")


def test_the_moderators_own_wording_wins(desk):
    work = queued()
    do(desk, work, "replace", fragment="Кати Ивановой", label="PER", replacement="одной девочки")
    assert "Мама одной девочки пишет" in by_now(work).public_case.content["situation"]


def test_a_second_moderator_is_told_and_keeps_what_was_typed(desk):
    work = queued()
    do(desk, work, "edit", passage="title", text="Первая правка")
    late = desk.post(page_of(work), {"act": "edit", "seen": 0, "passage": "title", "text": "Вторая правка"})
    assert late.status_code == 409
    assert "Вторая правка" in late.content.decode()
    assert by_now(work).public_case.title == "Первая правка"


def test_nothing_is_shown_to_the_author_while_something_is_open(desk):
    work = queued()
    answer = do(desk, work, "send")
    assert answer.status_code == 409
    assert PublicCase.objects.get().status == S.PREPARING


def test_from_the_queue_to_the_library_and_out_again(desk, client):
    work = cleared()
    crowd()
    assert do(desk, work, "send").status_code == 303
    author = people.get_user_model().objects.get(email="olga@example.org")
    copy = PublicCase.objects.get()
    desk.logout()
    client.force_login(author)
    place = reverse("cases:publication", args=[work.case.number])
    shown = client.get(place).content.decode()
    assert copy.content["situation"].split(".")[0] in shown
    assert client.post(place, {"decision": "approve", "digest": copy.digest}).status_code == 303
    client.force_login(people.get_user_model().objects.get(email="anna@example.org"))
    assert do(client, work, "publish").status_code == 303
    assert PublicCase.objects.get().status == S.PUBLISHED
    assert do(client, work, "withdraw").status_code == 303
    assert PublicCase.objects.get().status == S.WITHDRAWN


def test_a_veto_needs_words_and_brings_them_to_the_desk(desk, client):
    work = cleared()
    crowd()
    do(desk, work, "send")
    client.force_login(people.get_user_model().objects.get(email="olga@example.org"))
    place = reverse("cases:publication", args=[work.case.number])
    assert client.post(place, {"decision": "veto", "words": ""}).status_code == 422
    client.post(place, {"decision": "veto", "words": "Уберите про ночь"})
    client.force_login(people.get_user_model().objects.get(email="anna@example.org"))
    assert "Уберите про ночь" in client.get(page_of(work)).content.decode()


def test_a_facet_that_makes_the_author_rare_can_be_left_out(desk):
    work = cleared()
    crowd(subject="physics")
    assert 'name="facet" value="subject"' in desk.get(page_of(work)).content.decode()
    do(desk, work, "drop_facet", facet="subject")
    assert by_now(work).public_case.subject == ""
    assert do(desk, work, "send").status_code == 303


@pytest.mark.parametrize(
    "act", ["", "explode", "edit", "restore", "leave_out", "drop_facet", "facets", "comment"]
)
def test_an_odd_request_is_refused_with_words(desk, act):
    work = queued()
    data = {"passage": "no.such.part", "record": "x", "facet": "author", "subject": "astrology"}
    assert do(desk, work, act, **data).status_code in (409, 422)
    assert by_now(work).public_case.title == work.public_case.title
