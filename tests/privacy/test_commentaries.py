"""A colleague comments on a de-identified case: reads nothing else, and nothing goes into the case by itself."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from accounts.closing import close_account
from mentoring.enums import CommentaryState, MentorStatus, PublicationStatus
from mentoring.models import Commentary, Exclusion, MentorProfile
from mentoring.privacy import commentaries, deidentifying, publication
from mentoring.refusal import Refused
from notices.models import Notice
from tests import people
from tests.access.world import staff
from tests.privacy.works import by_now, cleared, crowd, queued

pytestmark = pytest.mark.django_db
S = CommentaryState


@pytest.fixture
def anna():
    """A moderator."""
    return staff("anna", "Moderators")


@pytest.fixture
def pavel():
    """A colleague without a part in the case."""
    return people.make_mentor("pavel")


@pytest.fixture
def work(anna):
    """A case in which everything suspected is decided."""
    crowd()
    return cleared(anna)


def asked(work, colleague, by) -> Commentary:
    return commentaries.ask(work, str(colleague.mentor_profile.public_id), by=by)


def page_of(commentary: Commentary) -> str:
    return reverse("cases:commentary", args=[commentary.key])


WORDS = {"role": "методист, двадцать лет в школе", "text": "Я бы начала с разговора один на один."}


def test_a_colleague_is_asked_writes_and_stands_below_the_case_without_a_name(client, work, anna, pavel):
    one = asked(work, pavel, anna)
    client.force_login(pavel)
    cabinet = client.get(reverse("cabinet:mentor")).content.decode()
    assert page_of(one) in cabinet
    shown = client.get(page_of(one)).content.decode()
    copy = by_now(work).public_case
    assert copy.content["question"] in shown
    assert work.case.number not in shown + cabinet
    assert client.post(page_of(one), WORDS).status_code == 302
    assert copy.content["question"] not in client.get(page_of(one)).content.decode()
    client.force_login(anna)
    desk = reverse("desk_publication:work", args=[copy.key])
    assert WORDS["text"] in client.get(desk).content.decode()
    client.post(desk, {"act": "take_commentary", "key": one.key, "seen": by_now(work).revision})
    assert by_now(work).public_case.content["commentaries"] == [WORDS]
    one.refresh_from_db()
    assert one.state == S.TAKEN


def test_everybody_hears_in_time_and_no_line_names_the_case(
    work, anna, pavel, django_capture_on_commit_callbacks
):
    one = asked(work, pavel, anna)
    told = Notice.objects.get(user=pavel, kind="commentary_asked")
    assert told.case is None
    assert told.params == {}
    commentaries.write(one, **WORDS)
    assert Notice.objects.filter(user=anna, kind="commentary_written", case=None).count() == 1
    assert not any(work.case.number in letter.body for letter in mail.outbox)


def test_nobody_is_asked_while_anything_is_suspected(anna, pavel):
    crowd()
    work = queued()
    with pytest.raises(Refused):
        asked(work, pavel, anna)
    assert not Commentary.objects.exists()


def test_a_text_in_which_a_name_came_back_is_not_shown(client, work, anna, pavel):
    one = asked(work, pavel, anna)
    work = deidentifying.restore(work, "situation", by=anna, seen=by_now(work).revision)
    client.force_login(pavel)
    shown = client.get(page_of(one))
    assert shown.status_code == 200
    assert "Иванов" not in shown.content.decode()
    assert by_now(work).public_case.content["question"] not in shown.content.decode()


def test_only_colleagues_without_a_part_are_offered_and_three_at_once(work, anna, pavel):
    others = [people.make_mentor(key) for key in ("ivan", "nina", "lev", "vera")]
    apart = others[3]
    Exclusion.objects.create(owner=work.case.author, other=apart)
    offered = {one.name for one in commentaries.to_ask(work, by=anna)}
    assert pavel.get_full_name() in offered
    maria = work.case.consultations.get().mentor
    for user in (maria, apart):
        assert user.get_full_name() not in offered
        with pytest.raises(Refused):
            asked(work, user, anna)
    for colleague in others[:3]:
        asked(work, colleague, anna)
    with pytest.raises(Refused) as refused:
        asked(work, pavel, anna)
    assert refused.value.code == "full"
    with pytest.raises(Refused):
        asked(work, others[0], anna)


def test_declining_is_one_click_and_keeps_nothing(client, work, anna, pavel):
    one = asked(work, pavel, anna)
    commentaries.keep(one, **WORDS, seen=0)
    client.force_login(pavel)
    assert client.post(reverse("cases:decline_commentary", args=[one.key])).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.text, one.role) == (S.DECLINED, "", "")
    assert page_of(one) not in client.get(reverse("cabinet:mentor")).content.decode()
    with pytest.raises(Refused):
        commentaries.write(one, **WORDS)


def test_a_name_in_a_commentary_is_asked_about_and_what_was_typed_stays(client, work, anna, pavel):
    one = asked(work, pavel, anna)
    client.force_login(pavel)
    named = {**WORDS, "text": "Спросите Марину Сергеевну Ковалёву, она знает."}
    answer = client.post(page_of(one), named)
    assert answer.status_code == 422
    assert named["text"] in answer.content.decode()
    assert 'type="checkbox"' in answer.content.decode()
    one.refresh_from_db()
    assert one.state == S.ASKED
    assert client.post(page_of(one), {**named, "sure": "on"}).status_code == 302
    # In the case it is suspected again, whoever was sure.
    work = commentaries.take(work, one.key, by=anna, seen=by_now(work).revision)
    assert work.open_suspicions > 0


def test_a_draft_survives_and_two_tabs_do_not_overwrite_each_other(client, work, anna, pavel):
    one = asked(work, pavel, anna)
    client.force_login(pavel)
    save = reverse("cases:save_commentary", args=[one.key])
    first = client.post(save, {**WORDS, "saved_revision": 0})
    assert first.json()["revision"] == 1
    assert WORDS["text"] in client.get(page_of(one)).content.decode()
    assert client.post(save, {**WORDS, "text": "Другое", "saved_revision": 0}).status_code == 409
    assert client.post(save, {**WORDS, "text": "я" * 1501, "saved_revision": 1}).status_code == 409
    one.refresh_from_db()
    assert one.text == WORDS["text"]


def test_a_text_that_moves_on_or_is_refused_closes_what_was_asked(client, work, anna, pavel):
    one, author = asked(work, pavel, anna), work.case.author
    commentaries.keep(one, **WORDS, seen=0)
    publication.send_to_author(by_now(work).public_case, by=anna)
    one.refresh_from_db()
    assert (one.state, one.text) == (S.CLOSED, "")
    client.force_login(pavel)
    assert client.get(page_of(one)).status_code == 200
    with pytest.raises(Refused):
        commentaries.write(one, **WORDS)
    publication.refuse(by_now(work).public_case, by=author)
    assert not Commentary.objects.exists()
    assert client.get(page_of(one)).status_code == 404


def test_a_colleague_who_leaves_takes_the_words_along(work, anna, pavel):
    one = asked(work, pavel, anna)
    commentaries.write(one, **WORDS)
    close_account(pavel)
    one.refresh_from_db()
    assert (one.text, one.role) == ("", "")
    assert by_now(work).public_case.status == PublicationStatus.PREPARING


def test_a_mentor_who_is_suspended_reads_nothing_more(client, work, anna, pavel):
    one = asked(work, pavel, anna)
    MentorProfile.objects.filter(user=pavel).update(status=MentorStatus.SUSPENDED)
    client.force_login(pavel)
    assert client.get(page_of(one)).status_code == 404


def test_nobody_else_finds_the_page(client, work, anna, pavel):
    one = asked(work, pavel, anna)
    absent = reverse("cases:commentary", args=["0" * 12])
    for user in (anna, work.case.author, work.case.consultations.get().mentor):
        client.force_login(user)
        foreign, nothing = (client.get(page).content.decode() for page in (page_of(one), absent))
        token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
        assert token.sub("", foreign).replace(page_of(one), absent) == token.sub("", nothing)
        assert client.get(page_of(one)).status_code == 404
