"""Five mentors for one case: who is proposed, who never is, in which order, and what is promised."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from bench.reference import Everybody, exhaustive
from bench.seed import plant_rubrics, seed
from mentoring import matching
from mentoring.enums import MentorStatus, Slot
from mentoring.models import (
    Case,
    Exclusion,
    MenteeProfile,
    MentorPause,
    MentorProfile,
    Rubric,
    Seat,
)

pytestmark = pytest.mark.django_db
MOSCOW = ZoneInfo("Europe/Moscow")
# A Monday.
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=MOSCOW)
QUERIES = 13


@pytest.fixture
def rubrics() -> dict[str, Rubric]:
    Rubric.objects.all().delete()
    return {rubric.slug: rubric for rubric in plant_rubrics()}


def person(name: str):
    return get_user_model().objects.create_user(f"{name}@example.org", first_name=name)


@pytest.fixture
def mentor(rubrics):
    """`mentor("ivan")` is approved, experienced, free, and knows how to work with parents."""

    def make(name: str, *slugs: str, **fields) -> MentorProfile:
        terms = {
            "status": MentorStatus.APPROVED,
            "helped": 5,
            "last_request_at": NOW - timedelta(days=3),
            "load": 1,
        }
        profile = MentorProfile.objects.create(user=person(name), position="Учитель", **(terms | fields))
        profile.rubrics.set([rubrics[slug] for slug in slugs or ("roditeli",)])
        matching.refresh(profile)
        return profile

    return make


@pytest.fixture
def olga():
    user = person("olga")
    MenteeProfile.objects.create(user=user, stage="primary", school="Школа № 7")
    return user


@pytest.fixture
def case(olga, rubrics) -> Case:
    case = Case.objects.create(
        author=olga, direction="problem", state="choosing", submitted_at=NOW, number="2026-000001"
    )
    case.rubrics.add(rubrics["roditeli"])
    case.versions.create(ordinal=1, subject="mathematics", submitted_at=NOW)
    return case


def names(case: Case, **options) -> list[str]:
    """First names of the proposed, in order."""
    users = get_user_model().objects.in_bulk(
        found := [one.mentor_id for one in matching.propose(case, **{"now": NOW} | options)]
    )
    return [users[pk].first_name for pk in found]


def change(profile: MentorProfile, **fields) -> None:
    MentorProfile.objects.filter(pk=profile.pk).update(**fields)
    matching.refresh(profile)


def test_nobody_is_proposed_when_nobody_is_there(case):
    assert matching.propose(case, now=NOW) == []
    assert matching.best(case, now=NOW) is None


def test_a_case_without_rubrics_is_proposed_to_nobody(case, mentor):
    mentor("ivan")
    case.rubrics.clear()
    assert matching.propose(case, now=NOW) == []


def test_a_mentor_comes_with_reasons_and_a_date(case, mentor):
    ivan = mentor("ivan", subjects=["mathematics"], stages=["primary"], capacity=4, pace_hours=10)
    (one,) = matching.propose(case, now=NOW)
    assert one == matching.Candidate(
        mentor_id=ivan.user_id,
        profile_id=ivan.pk,
        slot=Slot.BEST,
        reasons={
            "rubrics": ["Взаимодействие с родителями"],
            "subject": "mathematics",
            "stage": "primary",
            "free_places": 3,
            "pace_hours": 10.0,
            "helped": 5,
            "widened": None,
            "newcomer": False,
        },
        # Ten hours, and an eighth more for a quarter of the places taken, end after the evening.
        promised_at=datetime(2026, 11, 24, 20, 0, tzinfo=MOSCOW),
        score=float(matching.WEIGHTS.subject + matching.WEIGHTS.stage + 11 + 11 + 5),
    )


def test_the_five_are_three_best_one_free_and_one_rested(case, mentor):
    for place, name in enumerate(("anna", "boris", "vera", "gleb", "daria")):
        mentor(name, subjects=["mathematics"], stages=["primary"], pace_hours=10 + 8 * place)
    mentor("ivan", load=0, pace_hours=48, capacity=1, silences=2)
    mentor("pavel", load=0, pace_hours=12, capacity=1, silences=2)
    mentor("nina", load=1, capacity=2, helped=0, last_request_at=None, pace_hours=95, silences=3)
    five = matching.propose(case, now=NOW)
    assert names(case) == ["anna", "boris", "vera", "pavel", "nina"]
    assert [one.slot for one in five] == [Slot.BEST, Slot.BEST, Slot.BEST, Slot.FREE_NOW, Slot.RESTED]
    assert [one.reasons["newcomer"] for one in five] == [False, False, False, False, True]


def test_a_place_that_nobody_fills_goes_to_the_next_best(case, mentor):
    for place in range(7):
        mentor(f"m{place}", pace_hours=10 + 8 * place)
    assert names(case) == ["m0", "m1", "m2", "m3", "m4"]
    assert {one.slot for one in matching.propose(case, now=NOW)} == {Slot.BEST}


def test_subject_stage_and_further_rubrics_come_before_the_mentors_own_points(case, mentor, rubrics):
    case.rubrics.add(rubrics["ocenka"])
    mentor("quick", pace_hours=1)
    mentor("stage", stages=["primary", "basic"])
    mentor("subject", subjects=["physics", "mathematics"])
    mentor("both", "roditeli", "ocenka")
    assert names(case, count=4) == ["subject", "both", "stage", "quick"]


def test_free_places_pace_and_usefulness_lift_a_mentor(case, mentor):
    mentor("usual", capacity=4, load=2)
    mentor("freer", capacity=8, load=2)
    mentor("slower", capacity=4, load=2, pace_hours=80)
    mentor("more_useful", capacity=4, load=2, usefulness=0.7)
    assert names(case) == ["freer", "more_useful", "usual", "slower"]


def test_declining_leaves_the_rank_and_silence_lowers_it(case, mentor, olga):
    ivan, _maria = mentor("ivan", usefulness=0.6), mentor("maria")
    other = Case.objects.create(
        author=olga, direction="problem", state="choosing", submitted_at=NOW, number="2026-000002"
    )
    before = matching.best(case, now=NOW)
    other.consultations.create(author=olga, mentor=ivan.user, state="declined")
    matching.refresh(ivan)
    assert matching.best(case, now=NOW) == before
    change(ivan, silences=1)
    assert names(case) == ["maria", "ivan"]


@pytest.mark.parametrize(
    "fields",
    [
        {"status": MentorStatus.APPLIED},
        {"status": MentorStatus.SUSPENDED},
        {"load": 3, "capacity": 3},
        {"load": 4, "capacity": 3},
        {"capacity": 0, "load": 0},
        {"workplace": "ШКОЛА №7"},
    ],
)
def test_who_cannot_take_the_case_is_not_proposed(case, mentor, fields):
    ivan = mentor("ivan")
    assert names(case) == ["ivan"]
    change(ivan, **fields)
    assert names(case) == []


def test_an_inactive_account_is_not_proposed(case, mentor):
    ivan = mentor("ivan")
    get_user_model().objects.filter(pk=ivan.user_id).update(is_active=False)
    matching.refresh(ivan)
    assert not Seat.objects.exists()
    assert names(case) == []


def test_schools_without_a_name_are_not_one_school(case, mentor, olga):
    MenteeProfile.objects.filter(user=olga).update(school="—")
    mentor("ivan", workplace="")
    assert names(case) == ["ivan"]


def test_an_index_that_somebody_forgot_to_refresh_proposes_nobody_who_is_full(case, mentor):
    ivan, _maria = mentor("ivan", usefulness=0.9), mentor("maria")
    MentorProfile.objects.filter(pk=ivan.pk).update(load=3)
    assert names(case) == ["maria"]


def test_a_suggested_colleague_stands_first_whatever_the_points(case, mentor, rubrics):
    for place in range(8):
        mentor(f"better{place}", usefulness=0.9, load=0)
    maria = mentor("maria", helped=0, pace_hours=80)
    afar = mentor("afar", next(slug for slug in rubrics if slug != "roditeli"))
    usual = matching.propose(case, now=NOW)
    assert not {maria.user_id, afar.user_id} & {candidate.mentor_id for candidate in usual}
    for profile in (maria, afar):
        five = matching.propose(case, now=NOW, prefer=profile.user_id)
        assert (five[0].mentor_id, five[0].slot) == (profile.user_id, Slot.SUGGESTED)
        assert len({candidate.mentor_id for candidate in five}) == 5
    best = matching.propose(case, now=NOW, prefer=usual[0].mentor_id)
    assert [candidate.mentor_id for candidate in best].count(usual[0].mentor_id) == 1
    assert best[0].slot == Slot.SUGGESTED


@pytest.mark.parametrize("change_", [{"load": 3, "capacity": 3}, {"workplace": "ШКОЛА №7"}])
def test_a_suggested_colleague_who_cannot_take_the_case_is_not_proposed(case, mentor, change_):
    ivan, maria = mentor("ivan"), mentor("maria")
    change(maria, **change_)
    five = matching.propose(case, now=NOW, prefer=maria.user_id)
    assert [(candidate.mentor_id, candidate.slot) for candidate in five] == [(ivan.user_id, Slot.BEST)]


def test_the_author_is_never_proposed(case, mentor, olga, rubrics):
    own = MentorProfile.objects.create(user=olga, status=MentorStatus.APPROVED, position="Учитель")
    own.rubrics.add(rubrics["roditeli"])
    matching.refresh(own)
    assert names(case) == []


@pytest.mark.parametrize("state", ["declined", "expired", "stepped_down"])
def test_who_left_the_case_is_not_proposed_again(case, mentor, olga, state):
    ivan = mentor("ivan")
    case.consultations.create(author=olga, mentor=ivan.user, state=state)
    assert names(case) == []


def test_who_was_only_cancelled_may_be_proposed_again(case, mentor, olga):
    case.consultations.create(author=olga, mentor=mentor("ivan").user, state="cancelled")
    assert names(case) == ["ivan"]


def test_the_second_opinion_is_not_the_first_mentors(case, mentor, olga):
    case.consultations.create(author=olga, mentor=mentor("ivan").user, state="delivered")
    mentor("maria", usefulness=0.1)
    assert names(case) == ["ivan", "maria"]
    case.second_opinion_at = NOW
    assert names(case) == ["maria"]


@pytest.mark.parametrize("by_author", [True, False])
def test_a_pair_that_either_side_excluded_does_not_meet(case, mentor, olga, by_author):
    ivan = mentor("ivan").user
    Exclusion.objects.create(owner=olga if by_author else ivan, other=ivan if by_author else olga)
    assert names(case) == []


def test_a_pause_hides_a_mentor_from_its_first_day_to_its_last(case, mentor):
    today = NOW.date()
    MentorPause.objects.create(mentor=mentor("ivan"), first_day=today, last_day=today + timedelta(days=2))
    shown = [names(case, now=NOW + timedelta(days=days)) for days in (-1, 0, 2, 3)]
    assert shown == [["ivan"], [], [], ["ivan"]]


def test_best_takes_the_next_one_when_the_first_is_left_out(case, mentor):
    ivan, maria = mentor("ivan", usefulness=0.9), mentor("maria")
    assert matching.best(case, now=NOW).mentor_id == ivan.user_id
    assert matching.best(case, now=NOW, exclude={ivan.user_id}).mentor_id == maria.user_id
    assert matching.best(case, now=NOW, exclude=[ivan.user_id, maria.user_id]) is None


def test_best_widens_when_nobody_fits(case, mentor):
    mentor("petr", "ocenka")
    assert matching.best(case, now=NOW).slot == Slot.WIDENED


def test_too_few_widen_to_the_family_and_then_to_the_direction(case, mentor, rubrics):
    parents = Rubric.objects.get(slug="roditeli")
    for slug in ("chats", "meetings"):
        rubrics[slug] = Rubric.objects.get(pk=parents.pk).add_child(
            title=slug, slug=slug, direction="problem"
        )
    case.rubrics.set([rubrics["chats"]])
    mentor("ivan", "chats")
    mentor("maria", "meetings")
    mentor("petr", "ocenka", "motivaciya", usefulness=1)
    mentor("career", "lichnyj-brend")
    five = matching.propose(case, now=NOW)
    assert names(case) == ["ivan", "maria", "petr"]
    assert [one.slot for one in five] == [Slot.BEST, Slot.WIDENED, Slot.WIDENED]
    assert [one.reasons["widened"] for one in five] == [None, "parent", "direction"]
    assert [one.reasons["rubrics"] for one in five] == [
        ["chats"],
        ["meetings"],
        [rubrics["ocenka"].title, rubrics["motivaciya"].title],
    ]


def test_mentors_alike_take_turns_from_case_to_case(case, mentor, olga):
    for place in range(12):
        mentor(f"m{place}")
    shown = set()
    for number in range(40):
        case.number = f"2026-{number:06d}"
        five = names(case)
        assert names(case) == five
        shown |= set(five)
    assert shown == {f"m{place}" for place in range(12)}


def test_the_latest_sent_version_tells_the_subject(case, mentor):
    mentor("physicist", subjects=["physics"])
    mentor("mathematician", subjects=["mathematics"])
    assert names(case)[0] == "mathematician"
    case.versions.create(ordinal=2, subject="physics")
    assert names(case)[0] == "mathematician"
    case.versions.update(submitted_at=NOW)
    assert names(case)[0] == "physicist"


def test_refresh_and_rebuild_write_the_same_seats(mentor):
    seed(mentors=60, cases=0, now=NOW)
    fields = [field.attname for field in Seat._meta.fields if field.name != "id"]

    def seats() -> set[tuple]:
        return set(Seat.objects.values_list(*fields))

    rebuilt = seats()
    assert len(rebuilt) > 100
    for profile in MentorProfile.objects.all():
        matching.refresh(profile)
    assert seats() == rebuilt
    Seat.objects.all().delete()
    call_command("rebuild_matching", verbosity=0)
    assert seats() == rebuilt


def test_refresh_reads_the_database_and_not_the_object(mentor, case):
    ivan = mentor("ivan")
    ivan.status = MentorStatus.SUSPENDED
    matching.refresh(ivan)
    assert names(case) == ["ivan"]


@pytest.mark.slow
@pytest.mark.parametrize(("mentors", "chance"), [(8, 1), (40, 2), (400, 3)])
def test_the_index_answers_as_the_exhaustive_ranking_does(rubrics, mentors, chance):
    cases = seed(mentors=mentors, cases=200, now=NOW, chance=chance)
    everybody = Everybody(now=NOW)
    answers = {
        case.number: [
            (one.mentor_id, one.slot, one.reasons["widened"]) for one in matching.propose(case, now=NOW)
        ]
        for case in cases
    }
    assert answers == {case.number: exhaustive(case, now=NOW, everybody=everybody) for case in cases}


@pytest.mark.slow
def test_the_index_answers_exactly_when_all_mentors_are_alike(rubrics):
    cases = seed(mentors=300, cases=100, now=NOW)
    MentorProfile.objects.update(
        load=0, capacity=3, pace_hours=36, usefulness=0.5, silences=0, helped=0, last_request_at=None
    )
    matching.rebuild()
    everybody = Everybody(now=NOW)
    for case in cases:
        found = [(one.mentor_id, one.slot, one.reasons["widened"]) for one in matching.propose(case, now=NOW)]
        assert found == exhaustive(case, now=NOW, everybody=everybody)


@pytest.mark.parametrize("mentors", [60, 600])
def test_proposing_asks_the_same_number_of_questions_and_writes_nothing(
    rubrics, mentors, django_assert_num_queries
):
    cases = seed(mentors=mentors, cases=10, now=NOW)
    case = max(cases, key=lambda case: (len(matching.propose(case, now=NOW)), case.rubrics.count()))
    with django_assert_num_queries(QUERIES) as asked:
        assert len(matching.propose(case, now=NOW)) == 5
    assert {query["sql"].split()[0] for query in asked.captured_queries} == {"SELECT"}
