"""What each reader gets of an anonymous case: planted marks, a table of who may see which field.

A field that the table does not name fails the test, whether a reader sees it or not: whoever adds a field
says here who may read it.
"""

import pytest

from mentoring.access import get_case_for, readable_by, reading_role
from mentoring.enums import Role, State
from mentoring.models import Case, CaseVersion
from mentoring.reading import view_for
from mentoring.workflow import advance
from tests import people
from tests.engines.planted import marks_in, models_without_rows, plant, second_in_work

pytestmark = pytest.mark.django_db

# Readers while the second mentor works: a(uthor), f(irst mentor), s(econd mentor), c(olleague of the second),
# m(oderator). In capitals: after the second has delivered. The colleague reads no more then.
ALL = "afscmAFSM"
NOBODY = ""
FIRST = "afmAFSM"  # said in the first consultation: the second mentor sees it after delivering
SECOND = "ascmASM"  # said in the second consultation: the first mentor never does
VERSION = "title situation participants tried wanted question grade context"
CAREER = "position wanted_track done obstacles"
OPTION = "title steps expected risks links"
NAMES = "first_name last_name patronymic"
LOGIN = "password email portrait"

TABLE: dict[str, dict[str, str]] = {
    "Case@": {ALL: "number", "aA": "contact"},
    "CaseVersion@1": {ALL: VERSION, NOBODY: CAREER},
    "CaseVersion@2": {ALL: VERSION, NOBODY: CAREER},
    "CaseVersion@3": {SECOND: VERSION, NOBODY: CAREER},
    "CaseVersion@draft": {NOBODY: f"{VERSION} {CAREER}"},
    "Attachment@caseversion 1": {"aA": "original_name", NOBODY: "file media_type"},
    "Attachment@caseversion draft": {NOBODY: "original_name file media_type"},
    "Attachment@solution first": {"aA": "original_name", NOBODY: "file media_type"},
    "Attachment@solution second": {"A": "original_name", NOBODY: "file media_type"},
    "Consultation@declined": {NOBODY: "reason private_notes pre_question pre_answer"},
    "Consultation@first": {FIRST: "pre_question pre_answer", NOBODY: "reason private_notes"},
    "Consultation@second": {SECOND: "pre_question pre_answer", NOBODY: "reason private_notes"},
    "HalfWritten@": {NOBODY: "text"},
    "Question@first": {FIRST: "text answer"},
    "Question@second": {SECOND: "text answer"},
    "Question@second unsent": {NOBODY: "text answer"},
    "Solution@first": {FIRST: "intro"},
    "SolutionOption@first": {FIRST: OPTION},
    "Solution@second": {"ASM": "intro"},
    "SolutionOption@second": {"ASM": OPTION},
    "ColleagueOpinion@sofia": {"fmFM": "text", NOBODY: "question"},
    "ColleagueOpinion@vera": {"smSM": "text", NOBODY: "question"},
    "ColleagueOpinion@boris": {NOBODY: "text question"},
    "Thanks@first": {"afmAFM": "text"},
    "Thanks@second": {"ASM": "text"},
    "MentorReview@first": {NOBODY: "text"},
    "MentorReview@second": {NOBODY: "text"},
    "User@olga": {"aA": NAMES, NOBODY: LOGIN},
    "User@ivan": {"amASM": NAMES, NOBODY: LOGIN},
    "User@pavel": {"asmASM": NAMES, NOBODY: LOGIN},
    "User@maria": {"amAM": NAMES, NOBODY: LOGIN},
    "User@sofia": {"fmFM": NAMES, NOBODY: LOGIN},
    "User@vera": {"smSM": NAMES, NOBODY: LOGIN},
    "User@boris": {NOBODY: f"{NAMES} {LOGIN}"},
    "User@anna": {NOBODY: f"{NAMES} {LOGIN}"},
    "MenteeProfile@": {NOBODY: "region school phone"},
    "MentorProfile@": {NOBODY: "position about workplace region"},
    "Rubric@": {ALL: "title", NOBODY: "description"},
    "Rubric@direction": {NOBODY: "title description"},
    "Proposal@": {NOBODY: "reasons"},
    "JournalEntry@": {NOBODY: "detail"},
    "ChatMessage@": {NOBODY: "text"},
    "LeaveRequest@": {NOBODY: "why"},
    "PublicCase@": {NOBODY: "key title summary digest"},
    "Commentary@": {NOBODY: "key role text"},
    "Deidentification@": {NOBODY: "author_words"},
    "Ruling@": {NOBODY: "fragment label replacement"},
    "IdentityLook@": {NOBODY: "reason"},
    "Exclusion@": {NOBODY: "report"},
    "TextModule@": {NOBODY: "title text"},
    "HintQuestion@": {NOBODY: "text"},
    "ReflectionQuestion@": {NOBODY: "slug text help low_label high_label"},
    "ReflectionSheet@": {NOBODY: "taken_from_first taken_from_second"},
    "ReflectionAnswer@": {NOBODY: "wording value"},
    "AfterCheck@": {NOBODY: "text"},
    "DayOff@": {NOBODY: "title"},
}
DECLARED = {
    f"{row}.{name}": readers
    for row, groups in TABLE.items()
    for readers, names in groups.items()
    for name in names.split()
}
READERS = {"a": "olga", "f": "ivan", "s": "pavel", "c": "boris", "m": "anna"}


def visible_to(letter: str) -> set[str]:
    """The fields that the table lets this reader see."""
    return {name for name, readers in DECLARED.items() if letter in readers}


def test_every_field_of_text_is_declared_here():
    second_in_work()
    marks = plant()
    assert set(marks) == set(DECLARED)
    assert list(models_without_rows(marks)) == []


@pytest.mark.parametrize("letter", READERS)
def test_while_the_second_mentor_works_each_reader_sees_what_is_declared(letter):
    case, who = second_in_work()
    marks = plant()
    assert marks_in(case, who[READERS[letter]], marks) == visible_to(letter)


@pytest.mark.parametrize("letter", "AFSM")
def test_after_the_second_has_answered_each_reader_sees_what_is_declared(letter):
    case, who = second_in_work()
    marks = plant()
    advance(case, "offer", by=who["pavel"])
    assert marks_in(case, who[READERS[letter.lower()]], marks) == visible_to(letter)


@pytest.mark.parametrize("name", ["boris", "vera", "maria", "sofia"])
def test_who_has_no_part_any_more_gets_nothing(name):
    case, who = second_in_work()
    advance(case, "offer", by=who["pavel"])
    with pytest.raises(PermissionError):
        view_for(Case.objects.get(pk=case.pk), who[name])
    assert case not in readable_by(who[name])


def test_answers_reach_the_mentor_when_they_are_sent_and_not_while_they_are_written():
    olga, ivan, anna = people.make_mentee(), people.make_mentor(), people.make_moderator()
    case = people.make_case(olga, ivan, State.CLARIFYING)
    people.write_answers(case, "Боится за сына")
    answers = {reader: str(view_for(case, reader)).count("Боится за сына") for reader in (olga, ivan, anna)}
    assert answers == {olga: 1, ivan: 0, anna: 0}
    case = advance(case, "keep", by=olga)
    answers = {reader: str(view_for(case, reader)).count("Боится за сына") for reader in (olga, ivan, anna)}
    assert answers == {olga: 1, ivan: 1, anna: 1}


def test_what_the_author_words_for_the_second_mentor_is_not_for_the_first():
    olga, ivan, maria = people.make_mentee(), people.make_mentor("ivan"), people.make_mentor("maria")
    case = advance(people.make_case(olga, ivan, State.OFFERED), "second_opinion", by=olga)
    people.write_version(case)
    CaseVersion.objects.filter(case=case, ordinal=2).update(title="Новыми словами")
    case = people.choose(advance(case, "sharpen", by=olga), maria)
    titles = {reader: view_for(case, reader).title for reader in (olga, ivan, maria)}
    assert titles == {olga: "Новыми словами", ivan: "Мама ученика пишет по ночам", maria: "Новыми словами"}


PERSONAL = {Role.AUTHOR: True, Role.MENTOR: True, Role.MODERATOR: True, Role.COLLEAGUE: False}


@pytest.mark.parametrize("form", ["personal", "anonymous"])
def test_the_name_is_for_the_mentor_of_a_personal_case_and_for_no_colleague(form):
    case, who = second_in_work()
    Case.objects.filter(pk=case.pk).update(format=form, contact="@olga")
    case.refresh_from_db()
    for name in ("olga", "pavel", "anna", "boris"):
        view = view_for(case, who[name])
        sees = view.role == Role.AUTHOR or (form == "personal" and PERSONAL[view.role])
        text = str(view)
        assert (view.sees_author, "Ветрова" in text, "@olga" in text) == (sees, sees, sees), name
        if not sees:
            assert view.author_name.endswith(case.label)


def test_a_case_stays_readable_when_its_mentor_has_left_the_portal():
    olga, ivan = people.make_mentee(), people.make_mentor()
    case = people.make_case(olga, ivan, State.OFFERED)
    ivan.mentor_profile.delete()
    assert view_for(Case.objects.get(pk=case.pk), olga).mentor_public_id == ""


def test_a_moderator_who_was_the_mentor_still_reads_a_case_that_closed_by_itself():
    olga, anna = people.make_mentee(), people.make_mentor("anna")
    moderator = people.make_moderator("elena")
    anna.user_permissions.set(moderator.user_permissions.all())
    case = advance(people.make_case(olga, anna, State.CLARIFYING), "lapse", by=None)
    assert view_for(get_case_for(anna, case.number), anna).role == Role.MODERATOR


def test_a_closed_account_reads_nothing():
    olga, ivan = people.make_mentee(), people.make_mentor()
    case = people.make_case(olga, ivan, State.IN_WORK)
    for user in (olga, ivan):
        user.is_active = False
        assert reading_role(case, user) == Role.STRANGER


@pytest.mark.parametrize("count", [1, 3])
def test_a_long_story_costs_no_more_queries_than_a_short_one(count, django_assert_max_num_queries):
    olga, ivan = people.make_mentee(), people.make_mentor()
    case = people.make_case(olga, ivan, State.IN_WORK)
    for _ in range(count):
        people.write_round(case, "Раз?", "Два?")
        case = advance(case, "ask", by=ivan)
        people.write_answers(case)
        people.write_version(case)
        case = advance(case, "reformulate", by=olga)
    people.write_solution(case)
    people.write_solution(case)
    case = Case.objects.get(pk=advance(case, "offer", by=ivan).pk)
    with django_assert_max_num_queries(20):
        view = view_for(case, ivan)
    assert len([turn for turn in view.turns if turn.kind == "questions"]) == count
