"""Cases in every situation that the table of arrows tells apart, with everybody who may stand around them."""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser

from mentoring.enums import ConsultationState, State
from mentoring.models import Case, ColleagueOpinion, MentorProfile
from mentoring.workflow import advance
from tests import people


@dataclass
class Stage:
    """Who is there, by role. `olga` writes, `ivan` is the mentor, `maria` declined, `pavel` is free."""

    everybody: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str):
        return self.everybody[name]


def people_around() -> Stage:
    """Everybody, before there is a case."""
    olga, ivan, maria = people.make_mentee(), people.make_mentor("ivan"), people.make_mentor("maria")
    anna, pavel = people.make_moderator(), people.make_mentor("pavel")
    deleted = people.make_user("deleted")
    deleted.delete()
    return Stage(
        {
            "author": olga,
            "mentor": ivan,
            "former mentor": maria,
            "colleague": people.make_mentor("colleague", rubrics=[people.make_rubric("etika", "Этика")]),
            "moderator": anna,
            "other mentee": people.make_mentee("elena"),
            "other mentor": pavel,
            "portal": None,
            "visitor": AnonymousUser(),
            "deleted user": deleted,
            "closed author": _closed(olga),
            "closed mentor": _closed(ivan),
            "closed moderator": _closed(anna),
        }
    )


def _closed(user):
    closed = copy.copy(user)
    closed.is_active = False
    return closed


def _choosing(stage: Stage) -> Case:
    case = people.make_case(stage.author, collegial=True)
    case = people.choose(case, stage.everybody["former mentor"])
    return advance(case, "decline", by=stage.everybody["former mentor"], reason="Уезжаю")


def _awaiting(stage: Stage) -> Case:
    return people.choose(_choosing(stage), stage.mentor)


def _in_work(stage: Stage) -> Case:
    case = advance(_awaiting(stage), "accept", by=stage.mentor)
    ColleagueOpinion.objects.create(
        consultation=case.consultations.get(state=ConsultationState.ACCEPTED), colleague=stage.colleague
    )
    return case


def _in_work_ready(stage: Stage) -> Case:
    case = _in_work(stage)
    people.write_round(case)
    people.write_solution(case)
    people.write_version(case)
    return case


def _clarifying(stage: Stage, *, answers: bool = True, version: bool = True) -> Case:
    case = _in_work(stage)
    people.write_round(case)
    case = advance(case, "ask", by=stage.mentor)
    if answers:
        people.write_answers(case)
    if version:
        people.write_version(case)
    return case


def _offered(stage: Stage) -> Case:
    case = _in_work(stage)
    people.write_solution(case)
    return advance(case, "offer", by=stage.mentor)


def _second(stage: Stage) -> Case:
    """The second opinion is being looked for; ivan gave the first."""
    return advance(_offered(stage), "second_opinion", by=stage.author)


def _offered_twice(stage: Stage) -> Case:
    pavel = stage.everybody["other mentor"]
    case = advance(people.choose(_second(stage), pavel), "accept", by=pavel)
    people.write_solution(case)
    return advance(case, "offer", by=pavel)


def _with_version(case: Case) -> Case:
    people.write_version(case)
    return case


def _asked_first(stage: Stage) -> Case:
    return _with_version(advance(_awaiting(stage), "ask_first", by=stage.mentor, question="Какой класс?"))


def _answered_first(stage: Stage) -> Case:
    return advance(_asked_first(stage), "answer_first", by=stage.author, answer="Пятый")


SITUATIONS: dict[str, Callable[[Stage], Case]] = {
    "draft": lambda s: people.make_case(s.author, state=State.DRAFT),
    "deleted": lambda s: advance(people.make_case(s.author, state=State.DRAFT), "delete_draft", by=s.author),
    "choosing": _choosing,
    "choosing, a version ready": lambda s: _with_version(_choosing(s)),
    "choosing the second opinion": _second,
    "awaiting": lambda s: _with_version(_awaiting(s)),
    "awaiting, asked first": _asked_first,
    "awaiting, answered first": _answered_first,
    "in work, nothing ready": _in_work,
    "in work, all ready": _in_work_ready,
    "clarifying, nothing ready": lambda s: _clarifying(s, answers=False, version=False),
    "clarifying, answered": lambda s: _clarifying(s, version=False),
    "clarifying, answered and reworded": _clarifying,
    "offered": _offered,
    "offered twice": _offered_twice,
    "completed": lambda s: advance(_offered(s), "complete", by=s.author),
    "completed by itself": lambda s: advance(_offered(s), "lapse", by=None),
    "self-solved": lambda s: advance(_choosing(s), "self_solved", by=s.author),
    "withdrawn": lambda s: advance(_awaiting(s), "withdraw", by=s.author),
    "withdrawn by itself while choosing": lambda s: advance(_choosing(s), "lapse", by=None),
    "withdrawn by itself while clarifying": lambda s: advance(_clarifying(s), "lapse", by=None),
    "withdrawn by itself, the mentor full": lambda s: _lapsed_and_full(s),
}


def _lapsed_and_full(stage: Stage) -> Case:
    case = advance(_clarifying(stage), "lapse", by=None)
    MentorProfile.objects.filter(user=stage.mentor).update(capacity=0)
    people.matching.refresh(stage.mentor.mentor_profile)
    return case


def words_for(arrow: str, stage: Stage) -> dict[str, Any]:
    """What a person would type or choose for an arrow."""
    if arrow == "request":
        return {"mentor_id": stage.everybody["other mentor"].pk}
    return {"ask_first": {"question": "Какой класс?"}, "answer_first": {"answer": "Пятый"}}.get(arrow, {})
