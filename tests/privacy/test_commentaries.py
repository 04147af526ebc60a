"""A colleague comments on a de-identified case: reads nothing else, and nothing goes into the case by itself."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from post_office.models import Email

from accounts.closing import close_account
from mentoring.enums import CommentaryState, MentorStatus
from mentoring.models import Commentary, Exclusion, MentorProfile
from mentoring.privacy import commentaries, deidentifying, publication
from mentoring.refusal import Refused
from mentoring.sweep import sweep
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


def test_everybody_hears_in_time_and_no_line_names_the_case(work, anna, pavel):
    one = asked(work, pavel, anna)
    told = Notice.objects.get(user=pavel, kind="commentary_asked")
    assert told.case is None
    assert told.params == {}
    commentaries.write(one, **WORDS)
    assert Notice.objects.filter(user=anna, kind="commentary_written", case=None).count() == 1
    letters = list(Email.objects.filter(to__in=[pavel.email, anna.email]))
    assert {address for letter in letters for address in letter.to} == {pavel.email, anna.email}
    for letter in letters:
        whole = f"{letter.subject}\n{letter.message}\n{letter.html_message}"
        assert not re.search(
            rf"{work.case.number}|{work.case.author.last_name}|{work.public_case.title}", whole
        )


def test_a_silent_colleague_is_reminded_once_and_the_bell_is_still_after_the_answer(work, anna, pavel):
    one = asked(work, pavel, anna)
    later = one.remind_at
    assert later - one.asked_at >= commentaries.REMIND_AFTER - timedelta(seconds=5)
    assert (sweep(later - timedelta(seconds=1)), sweep(later), sweep(later)) == (0, 1, 0)
    told = Notice.objects.filter(user=pavel).values_list("kind", flat=True)
    assert sorted(told) == ["commentary_asked", "commentary_waits"]
    assert Email.objects.filter(to=pavel.email, subject__startswith="Кейс перед публикацией").count() == 1
    commentaries.write(one, **WORDS)
    assert not Notice.objects.filter(user=pavel, read_at__isnull=True).exists()
    assert sweep(later + commentaries.REMIND_AFTER) == 0


def test_nobody_is_reminded_of_what_cannot_be_read_now(work, anna, pavel):
    one = asked(work, pavel, anna)
    deidentifying.restore(work, "situation", by=anna, seen=by_now(work).revision)
    with CaptureQueriesContext(connection) as first:
        assert sweep(one.remind_at) == 0
    with CaptureQueriesContext(connection) as second:
        assert sweep(one.remind_at) == 0
    # Not looked at again in every round of the worker.
    assert len(second) < len(first)
    work = by_now(work)
    while found := deidentifying.open_findings(work):
        work = deidentifying.keep(work, found[0].fragment, found[0].label, by=anna, seen=work.revision)
    assert sweep(one.remind_at + commentaries.LOOK_AGAIN) == int(not publication.obstacles(work.public_case))


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
    odd = client.post(save, {"role": "завуч\x00", "text": "Раз.\r\nДва.", "saved_revision": 1})
    assert odd.status_code == 200
    one.refresh_from_db()
    assert (one.role, one.text) == ("завуч", "Раз.\nДва.")


def test_what_was_begun_rests_while_the_author_reads_and_goes_on_afterwards(client, work, anna, pavel):
    one, author = asked(work, pavel, anna), work.case.author
    commentaries.keep(one, **WORDS, seen=0)
    publication.send_to_author(by_now(work).public_case, by=anna)
    client.force_login(pavel)
    shown = client.get(page_of(one)).content.decode()
    assert WORDS["text"] in shown
    assert by_now(work).public_case.content["question"] not in shown
    assert page_of(one) not in client.get(reverse("cabinet:mentor")).content.decode()
    with pytest.raises(Refused):
        commentaries.write(one, **WORDS)
    late = client.post(page_of(one), {**WORDS, "text": "Допишу и отправлю."})
    assert late.status_code == 409
    assert "Допишу и отправлю." in late.content.decode()
    publication.veto(by_now(work).public_case, by=author, words="Не так")
    assert page_of(one) in client.get(reverse("cabinet:mentor")).content.decode()
    assert client.post(page_of(one), WORDS).status_code == 302


def test_with_a_case_that_is_refused_its_commentaries_go(client, work, anna, pavel):
    one = asked(work, pavel, anna)
    publication.refuse(work.public_case, by=work.case.author)
    assert not Commentary.objects.exists()
    client.force_login(pavel)
    assert client.get(page_of(one)).status_code == 404


def test_a_colleague_who_leaves_takes_the_words_along(work, anna, pavel):
    one = asked(work, pavel, anna)
    commentaries.write(one, **WORDS)
    close_account(pavel)
    one.refresh_from_db()
    assert (one.text, one.role) == ("", "")
    with pytest.raises(Refused):
        commentaries.take(work, one.key, by=anna, seen=by_now(work).revision)


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
