"""What letters must not carry: who the author is, and what the case says."""

import re

import pytest
from post_office.models import Email

from mentoring import closing, formats
from mentoring.models import Case, CaseVersion
from mentoring.sweep import strike
from mentoring.workflow import advance, record
from notices.letters import names_of, words
from notices.models import Notice
from tests import people

pytestmark = pytest.mark.django_db

PLANTED_TEXTS = {
    "title": "Заголовокпосажен",
    "situation": "Ситуацияпосажена с Верой Кузьминичной",
    "question": "Вопроспосажен?",
}
OF_AUTHOR = ["Ольга", "Сергеевна", "Ветрова", "olga", "Школа № 77", "77", "Тверская", "биолог"]
OF_CASE = ["посажен", "Кузьминичн", "Чегобоится", "Ответпосажен", "Решениепосажено", "Спасибопосажено"]


def _whole(letter: Email) -> str:
    """Everything that leaves the portal, headers and both bodies, decoded."""
    message = letter.prepare_email_message().message()
    head = "\n".join(f"{name}: {value}" for name, value in message.items())
    parts = [part.get_payload(decode=True).decode() for part in message.walk() if not part.is_multipart()]
    return "\n".join([letter.subject, head, *parts])


def _a_long_life(**fields):
    """A case that goes through nearly every letter there is: requests, questions, nudges, two opinions."""
    olga = people.make_mentee(subject="biology")
    ivan, maria = people.make_mentor("ivan"), people.make_mentor("maria")
    people.make_moderator()
    case = people.make_draft(olga, **fields)
    CaseVersion.objects.filter(case=case).update(**PLANTED_TEXTS)
    case = people.choose(advance(case, "submit", by=olga), ivan)
    strike(case.pk, case.next_tick_at)
    case = advance(case, "ask_first", by=ivan, question="Чегобоится мама?")
    case = advance(case, "answer_first", by=olga, answer="Ответпосажен")
    case = advance(case, "accept", by=ivan)
    formats.ask_leave(case, "collegial", by=ivan, why="Чегобоится")
    formats.allow_colleagues(case, by=olga, consent=True)
    case.refresh_from_db()
    people.write_round(case, "Чегобоится мама?")
    case = advance(case, "ask", by=ivan)
    people.write_answers(case, "Ответпосажен")
    people.write_version(case)
    case = advance(case, "reformulate", by=olga)
    people.write_solution(case, "Решениепосажено")
    case = advance(advance(case, "offer", by=ivan), "second_opinion", by=olga)
    case = advance(people.choose(case, maria), "accept", by=maria)
    people.write_solution(case, "Решениепосажено")
    case = advance(advance(case, "offer", by=maria), "complete", by=olga)
    closing.give_thanks(case, "first", by=olga, text="Спасибопосажено")
    return case


def test_letters_about_an_anonymous_case_name_nobody_and_quote_nothing():
    _a_long_life()
    letters = list(Email.objects.all())
    assert len(letters) >= 12
    for letter in letters:
        # The address of the one who gets it stands in the header To and nowhere else.
        text = _whole(letter).replace(f"To: {letter.to[0]}", "", 1)
        found = [word for word in [*OF_AUTHOR, *OF_CASE] if word.casefold() in _without_ids(text).casefold()]
        assert found == [], letter.subject


def test_no_letter_of_a_personal_case_quotes_it_and_only_its_mentor_reads_the_name():
    _a_long_life(format="personal")
    named = set()
    for letter in Email.objects.all():
        text = _without_ids(_whole(letter))
        assert [word for word in OF_CASE if word.casefold() in text.casefold()] == [], letter.subject
        if "Ветрова" in text:
            named.add(letter.to[0])
            assert "Ветрова" not in letter.subject
    assert named == {"ivan@example.org", "maria@example.org"}


def test_a_case_made_anonymous_names_its_author_no_more_even_in_old_notices():
    olga, ivan = people.make_mentee(), people.make_mentor("ivan")
    case = people.make_case(olga, ivan, "in_work", format="personal")
    assert "Ветрова" in Email.objects.get(to="ivan@example.org").message
    formats.narrow(case, by=olga)
    narrowed = Email.objects.filter(to="ivan@example.org").order_by("pk").last()
    assert "Ветрова" not in _whole(narrowed)
    notices = list(Notice.objects.filter(user=ivan).select_related("case__author"))
    assert [words(notice, names_of(notices)).author for notice in notices] == ["", ""]


def test_an_old_object_of_the_case_does_not_bring_the_name_back():
    olga, ivan = people.make_mentee(), people.make_mentor("ivan")
    case = people.make_case(olga, ivan, "in_work", format="personal")
    Case.objects.filter(pk=case.pk).update(format="anonymous")
    assert case.format == "personal"
    record(case, "narrowed", by=olga)
    assert "Ветрова" not in _whole(Email.objects.filter(to="ivan@example.org").order_by("pk").last())


def test_headers_tell_nothing_of_users_and_rows():
    case = _a_long_life()
    for letter in Email.objects.all():
        message = letter.prepare_email_message().message()
        assert set(message.keys()) == {
            *("Content-Type", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID"),
            *("Auto-Submitted", "X-Auto-Response-Suppress"),
        }
        assert re.fullmatch(r"<[0-9a-f]{40}@localhost>", message["Message-ID"])
        assert message["To"] == letter.to[0]
        assert letter.context is None
        assert letter.headers.keys() == {"Auto-Submitted", "X-Auto-Response-Suppress"}
    assert Email.objects.values("message_id").distinct().count() == Email.objects.count()
    assert case.label in Email.objects.first().subject


def test_each_letter_can_be_read_as_plain_text_and_has_one_button():
    case = _a_long_life()
    for letter in Email.objects.all():
        assert "<" not in letter.message
        assert "&" not in letter.message
        assert case.label in letter.message
        assert letter.html_message.count("display:inline-block") == 1
        assert "http://localhost/profile/letters/" in letter.message
        assert "http://localhost/" in letter.html_message
        assert "\n\n\n" not in letter.message


def _without_ids(text: str) -> str:
    """Without numbers of the case and of the letter, in which any two digits may stand."""
    return re.sub(r"2026-\d{6,}|[0-9a-f]{40}@|#[0-9a-f]{6}|\d+px|=+\d{10,}[=\d]*", "", text)
