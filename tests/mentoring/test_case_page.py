"""The page of a case for each reader, and the moves that stand on it."""

import re
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import gettext as _

from mentoring.access import get_case_for
from mentoring.attachments import add_attachment
from mentoring.enums import State
from mentoring.models import Case, ColleagueOpinion
from mentoring.views.case import page_context
from mentoring.workflow import advance
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga():
    return people.make_mentee()


@pytest.fixture
def ivan():
    return people.make_mentor()


def _page(client, reader, case):
    client.force_login(reader)
    return client.get(reverse("cases:case", kwargs={"number": case.number}))


def _move(client, reader, case, arrow, **data):
    client.force_login(reader)
    address = reverse("cases:move", kwargs={"number": case.number, "arrow": arrow})
    return client.post(address, {"revision": case.revision, **data})


def test_the_author_reads_the_story_and_that_the_name_is_hidden(client, olga, ivan):
    page = _page(client, olga, people.make_case(olga, ivan, State.OFFERED)).content.decode()
    assert "Мама ученика пишет по ночам" in page
    assert "Договоритесь о времени" in page
    assert _("The mentor does not see your name, school or town.") in page


def test_an_anonymous_author_stays_unknown_to_everybody_else(client, olga, ivan):
    case = people.make_case(olga, ivan, State.OFFERED)
    for reader in (ivan, people.make_moderator()):
        page = _page(client, reader, case).content.decode()
        assert _("Author of case %(number)s") % {"number": case.label} in page
        assert [word for word in ("Ветрова", "Ольга", "olga@", "№ 77", "Тверская") if word in page] == []


def test_a_personal_author_is_shown_to_the_mentor(client, olga, ivan):
    case = people.make_case(olga, ivan, State.IN_WORK, format="personal")
    page = _page(client, ivan, case).content.decode()
    assert "Ольга Сергеевна Ветрова" in page


def test_no_clock_time_stands_on_the_page(client, olga, ivan):
    case = people.make_case(olga, ivan, State.OFFERED)
    main = re.search("<main.*</main>", _page(client, ivan, case).content.decode(), re.S).group()
    assert re.findall(r"\b\d{1,2}:\d{2}\b", main) == []


def test_forbidden_and_absent_answer_alike(client, olga, ivan):
    case = people.make_case(olga, ivan, State.IN_WORK)
    client.force_login(people.make_mentor("pavel"))
    answers = [
        client.get(reverse("cases:case", kwargs={"number": number}))
        for number in (case.number, "2026-999999")
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    bodies = {
        answer.content.replace(case.number.encode(), b"").replace(b"2026-999999", b"") for answer in answers
    }
    assert len({_without_token(body) for body in bodies}) == 1


def _without_token(body: bytes) -> bytes:
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", body)


def test_a_visitor_is_asked_to_sign_in(client, olga):
    answer = client.get(reverse("cases:case", kwargs={"number": people.make_case(olga).number}))
    assert (answer.status_code, answer["Location"].startswith(reverse("account_login"))) == (302, True)


@pytest.mark.parametrize("rounds", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_story(olga, ivan, rounds, django_assert_num_queries):
    case = people.make_case(olga, ivan, State.CLARIFYING)
    for _round in range(rounds - 1):
        people.write_answers(case)
        people.write_version(case)
        case = advance(case, "reformulate", by=olga)
        people.write_round(case)
        case = advance(case, "ask", by=ivan)
    for reader, queries in ((olga, 9), (ivan, 8)):
        case = get_case_for(reader, case.number)
        with django_assert_num_queries(queries):
            assert len(page_context(case, reader)["story"]) >= 2 * rounds


def test_a_later_version_shows_what_has_changed(client, olga, ivan):
    case = people.make_case(olga, ivan, State.CLARIFYING)
    people.write_answers(case)
    people.write_version(case)
    page = _page(client, ivan, advance(case, "reformulate", by=olga)).content.decode()
    assert "<del>" in page
    assert "Дело в доверии." in page


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (State.CHOOSING, "anonymous"),
        (State.AWAITING, "anonymous"),
        (State.IN_WORK, "anonymous"),
        (State.IN_WORK, "personal"),
        (State.CLARIFYING, "personal"),
        (State.OFFERED, "anonymous"),
        (State.COMPLETED, "personal"),
    ],
)
def test_every_link_of_the_page_opens(client, olga, ivan, state, kind):
    case = people.make_case(olga, ivan, state, format=kind)
    for reader in [olga, people.make_moderator()] + ([ivan] if state != State.CHOOSING else []):
        page = _page(client, reader, case).content.decode()
        links = set(re.findall(rf'href="(/cases/{case.number}/[^"#]*)"', page))
        assert {
            link: client.get(link).status_code for link in links if client.get(link).status_code >= 400
        } == {}


def test_every_form_carries_its_token(client, olga, ivan):
    case = people.make_case(olga, ivan, State.OFFERED)
    page = _page(client, olga, case).content.decode()
    _move(client, olga, case, "complete")
    refused = _move(client, olga, case, "complete").content.decode()
    for html in (page, refused):
        assert html.count('<form method="post"') == html.count("csrfmiddlewaretoken")
    assert f"/cases/{case.number}/move/complete/" in page


def test_a_colleague_reads_the_case_and_is_asked_for_an_opinion(client, olga, ivan):
    case, maria = people.make_case(olga, ivan, State.IN_WORK, collegial=True), people.make_mentor("maria")
    ColleagueOpinion.objects.create(consultation=case.consultations.get(), colleague=maria)
    page = _page(client, maria, case).content.decode()
    assert reverse("cases:opinion", kwargs={"number": case.number}) in page
    assert [word for word in ("Ветрова", "Громов") if word in page] == []


# Files ------------------------------------------------------------------------------------------------------


def test_a_file_comes_under_the_name_that_its_reader_may_know(client, olga, ivan):
    case = people.make_draft(olga)
    upload = SimpleUploadedFile("Ветрова 7Б.txt", "Переписка".encode(), "text/plain")
    attached = add_attachment(case, upload, uploader=olga, version=case.versions.get())
    case = people.choose(advance(case, "submit", by=olga), ivan)
    address = reverse("cases:file", kwargs={"number": case.number, "public_id": attached.public_id})
    names = {}
    for reader in (olga, ivan):
        client.force_login(reader)
        answer = client.get(address)
        assert b"".join(answer.streaming_content).decode() == "Переписка"
        names[reader.first_name] = unquote(answer["Content-Disposition"])
    assert ("Ветрова" in names["Ольга"], "Ветрова" in names["Иван"]) == (True, False)
    assert "Ветрова" not in _page(client, ivan, case).content.decode()
    client.force_login(people.make_mentor("pavel"))
    assert client.get(address).status_code == 404


# Moves ------------------------------------------------------------------------------------------------------


def test_a_mentor_takes_the_case_with_one_click_and_a_second_one_says_so(client, olga, ivan):
    case = people.make_case(olga, ivan, State.AWAITING)
    first, second = (_move(client, ivan, case, "accept") for _click in range(2))
    assert (first.status_code, second.status_code) == (303, 409)
    assert Case.objects.get().state == State.IN_WORK
    assert _("Nothing was changed") in second.content.decode()


def test_a_doubled_completion_says_so(client, olga, ivan):
    case = people.make_case(olga, ivan, State.OFFERED)
    first, second = (_move(client, olga, case, "complete") for _click in range(2))
    assert (first.status_code, first["Location"]) == (303, f"/cases/{case.number}/reflection/")
    assert second.status_code == 409
    words = _("This was already done, or the case has moved on meanwhile. Nothing was changed.")
    assert words in second.content.decode()
    assert case.journal.filter(arrow="complete").count() == 1


def test_the_second_opinion_is_asked_once(client, olga, ivan):
    maria = people.make_mentor("maria")
    case = people.make_case(olga, ivan, State.OFFERED)
    assert _move(client, olga, case, "second_opinion").status_code == 303
    case = people.choose(Case.objects.get(), maria)
    case = advance(case, "accept", by=maria)
    people.write_solution(case)
    case = advance(case, "offer", by=maria)
    assert _move(client, olga, case, "second_opinion").status_code == 409
    assert Case.objects.get().state == State.OFFERED


@pytest.mark.parametrize("arrow", ["expire", "keep", "offer", "make_public", "submit", "nonsense"])
def test_only_moves_without_data_stand_behind_the_address(client, olga, ivan, arrow):
    assert _move(client, olga, people.make_case(olga, ivan, State.CLARIFYING), arrow).status_code == 404


def test_what_a_role_may_not_do_is_not_there_for_it(client, olga, ivan):
    case = people.make_case(olga, ivan, State.OFFERED)
    assert _move(client, ivan, case, "complete").status_code == 404
    assert _move(client, olga, case, "release").status_code == 404
    assert Case.objects.get().state == State.OFFERED


def test_withdrawing_is_confirmed_first(client, olga, ivan):
    case = people.make_case(olga, ivan, State.AWAITING)
    client.force_login(olga)
    address = reverse("cases:move", kwargs={"number": case.number, "arrow": "withdraw"})
    page = client.get(address)
    assert (page.status_code, Case.objects.get().state) == (200, State.AWAITING)
    assert _("Withdraw the case?") in page.content.decode()
    assert _move(client, olga, case, "withdraw").status_code == 303
    assert Case.objects.get().state == State.WITHDRAWN


def test_a_move_without_the_revision_of_its_page_changes_nothing(client, olga, ivan):
    case = people.make_case(olga, ivan, State.AWAITING)
    client.force_login(ivan)
    answer = client.post(reverse("cases:move", kwargs={"number": case.number, "arrow": "accept"}))
    assert (answer.status_code, Case.objects.get().state) == (409, State.AWAITING)


def test_a_get_of_a_move_that_needs_no_confirmation_leads_back(client, olga, ivan):
    case = people.make_case(olga, ivan, State.AWAITING)
    client.force_login(ivan)
    answer = client.get(reverse("cases:move", kwargs={"number": case.number, "arrow": "accept"}))
    assert (answer.status_code, Case.objects.get().state) == (302, State.AWAITING)


def test_a_moderator_releases_a_case(client, olga, ivan):
    case = people.make_case(olga, ivan, State.IN_WORK)
    assert _move(client, people.make_moderator(), case, "release", reason="Болеет").status_code == 303
    assert Case.objects.get().state == State.CHOOSING
    assert case.consultations.get().reason == "Болеет"
