"""Cases that live by chance: people who do anything at any moment, sensibly or not, and clocks."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from mentoring.enums import ConsultationState, State
from mentoring.models import Case, MentorProfile
from mentoring.refusal import Refused
from mentoring.sweep import sweep
from mentoring.workflow import ARROWS, advance, available
from tests import people

ALIVE = 8
ENDS = {"withdraw", "delete_draft", "self_solved"}
# Chance alone comes to a second opinion too seldom: sometimes people go straight on towards it.
ONWARD = {"submit", "delete_draft", "request", "let_choose", "accept", "offer", "second_opinion"}
SECOND_ONWARD = {*ONWARD, "decline", "first_is_enough"}
FINISHED = (State.COMPLETED, State.WITHDRAWN, State.DELETED)


@dataclass(frozen=True)
class Step:
    """What was tried: on which case, and `won`, a refusal's code, or `sweep`, `new` for other deeds."""

    case: Case | None
    arrow: str
    outcome: str


def populate() -> None:
    """Four authors, six mentors with one to three places, a moderator."""
    for at in range(4):
        people.make_mentee(f"mentee{at}", school=f"Школа {at}")
    for at in range(6):
        people.make_mentor(f"mentor{at}", capacity=1 + at % 3)
    people.make_moderator()


class Walk:
    """One walk; the same seed walks the same way over the same people."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.now = timezone.make_aware(datetime(2026, 1, 12, 9)) + timedelta(days=Case.objects.count())
        users = {user.pk: user for user in get_user_model().objects.order_by("pk")}
        self.mentors = [
            users[pk] for pk in MentorProfile.objects.order_by("pk").values_list("user_id", flat=True)
        ]
        self.authors = [user for user in users.values() if user.email.startswith("mentee")]
        self.everybody = [None, *users.values()]

    def steps(self) -> Iterator[Step]:
        """Walk until somebody ends the process."""
        while True:
            yield self.step()

    def step(self) -> Step:
        """One deed of somebody, a few hours after the last one."""
        self.now += timedelta(hours=self.dice.choice([0, 1, 5, 20]))
        alive = list(Case.objects.exclude(state__in=FINISHED).order_by("pk"))
        if (len(alive) < ALIVE and self.dice.random() < 0.3) or not alive:
            return self._file()
        if self.dice.random() < 0.03:
            self.now += timedelta(days=self.dice.choice([0, 1, 4, 9]))
            sweep(self.now)
            return Step(None, "", "sweep")
        case = self.dice.choice(alive)
        if self.dice.random() < 0.1:
            case = self.dice.choice(list(Case.objects.order_by("pk")))
        self._write(case)
        arrow, by = self._choose(case)
        seen = self.dice.choice([case.revision] * 5 + [None, case.revision - 1])
        try:
            advance(case, arrow, by=by, seen=seen, now=self.now, **self._words(case, arrow))
        except Refused as refused:
            return Step(case, arrow, refused.code)
        return Step(case, arrow, "won")

    @transaction.atomic
    def _file(self) -> Step:
        # A number of our own: chance draws the usual one, and matching draws from the number.
        number = f"2026-{Case.objects.count():06d}"
        return Step(people.make_draft(self.dice.choice(self.authors), number=number), "", "new")

    def _choose(self, case: Case) -> tuple[str, Any]:
        by = self.dice.choice([case.author, case.mentor, None, self.dice.choice(self.everybody)])
        if self.dice.random() < (0.5 if case.second_opinion_at else 0.15):
            names = SECOND_ONWARD if case.second_opinion_at else ONWARD
            movers = [mover for mover in (case.author, case.mentor) if mover is not None]
            if ways := [
                (name, mover) for mover in movers for name in available(case, mover) if name in names
            ]:
                return self.dice.choice(ways)
        if self.dice.random() < 0.3:
            # The clock of the portal strikes by `sweep`; here it only tries what nobody should let it do.
            by = by or case.author
            usual = [name for name in available(case, by) if name not in ENDS]
            if usual:
                return self.dice.choice(usual), by
        return self.dice.choice(sorted(ARROWS)), by

    def _words(self, case: Case, arrow: str) -> dict[str, Any]:
        if arrow == "request":
            shown = [proposal.mentor_id for proposal in case.proposals.all()] or [self.mentors[0].pk]
            choice = self.dice.choice(["ask_me", "next_best"])
            return {"mentor_id": self.dice.choice(shown), "if_unavailable": choice}
        if arrow == "decline":
            return {
                "reason": "Уезжаю",
                "suggested_id": self.dice.choice([None, *[m.pk for m in self.mentors]]),
            }
        text = self.dice.choice(["Какой класс?", "Пятый", " "])
        return {"ask_first": {"question": text}, "answer_first": {"answer": text}}.get(arrow, {})

    @transaction.atomic
    def _write(self, case: Case) -> None:
        """What people write between the arrows, or do not."""
        if self.dice.random() < 0.3:
            return
        if case.state == State.IN_WORK:
            accepted = case.consultations.get(state=ConsultationState.ACCEPTED)
            if not accepted.rounds.filter(sent_at=None).exists():
                people.write_round(case)
            if self.dice.random() < 0.5:
                people.write_solution(case)
        if case.state == State.CLARIFYING:
            people.write_answers(case)
        rewords = case.state in (State.CHOOSING, State.IN_WORK, State.CLARIFYING) and self.dice.random() < 0.3
        if rewords and case.draft_version() is None:
            people.write_version(case)
