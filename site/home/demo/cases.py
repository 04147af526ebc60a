"""Tells the demo cases through the portal's own door, each deed at its own day in the past."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.utils import timezone

from mentoring.enums import Format, IfUnavailable, Opinion, QuestionKind, State
from mentoring.models import (
    AfterCheck,
    Case,
    CaseVersion,
    ChatMessage,
    ColleagueOpinion,
    HintQuestion,
    Proposal,
    Question,
    ReflectionAnswer,
    ReflectionQuestion,
    ReflectionSheet,
    Round,
    Rubric,
    Solution,
    SolutionOption,
    Thanks,
)
from mentoring.workflow import advance

CASES = Path(__file__).with_name("cases.json")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def load_cases(people: dict) -> int:
    """Tell every case of `cases.json`; how many there are."""
    rows = json.loads(CASES.read_text(encoding="utf-8"))
    for row in rows:
        _Story(row, people).tell()
    return len(rows)


class _Story:
    """One case on its way. `now` moves on with every deed and never past the present."""

    def __init__(self, row: dict, people: dict) -> None:
        self.row, self.people = row, people
        self.author = people[row["author"]]
        self.now = timezone.now() - timedelta(days=row["days_ago"])
        self.case: Case
        self.mentor = people.get(row["mentor"] or "")

    def tell(self) -> None:
        """Bring the case to its state."""
        row, state = self.row, self.row["state"]
        self._draft()
        if state == State.DRAFT:
            return
        self._do("submit", self.author, wait=HOUR)
        for key in row.get("declined_by", []):
            self._ask_mentor(self.people[key])
            self._do(
                "decline", self.people[key], wait=DAY, reason="Сейчас много кейсов, боюсь задержать ответ."
            )
        if state == State.CHOOSING or self.mentor is None:
            return
        self._ask_mentor(self.mentor)
        if state == State.WITHDRAWN:
            self._do("withdraw", self.author, wait=DAY)
        if state in (State.AWAITING, State.WITHDRAWN):
            return
        self._do("accept", self.mentor, wait=9 * HOUR)
        self._colleague()
        if not self._rounds() or not row["solutions"]:
            return
        self._solve(row["solutions"][0], self.mentor)
        self._chat()
        if "second" in row and not self._second_opinion(row["second"]):
            return
        if state == State.COMPLETED:
            self._close()

    def _do(self, arrow: str, by, *, wait: timedelta, **data) -> None:
        self._later(wait)
        self.case = advance(self.case, arrow, by=by, now=self.now, **data)

    def _later(self, wait: timedelta) -> datetime:
        self.now = min(self.now + wait, timezone.now())
        return self.now

    def _draft(self) -> None:
        row, profile = self.row, self.author.mentee_profile
        self.case = Case.objects.create(
            author=self.author,
            direction=row["direction"],
            format=row["format"],
            collegial=row["collegial"],
            urgency=row["urgency"],
            contact=self.author.email if row["format"] == Format.PERSONAL else "",
            created_at=self.now,
            state_since=self.now,
        )
        self.case.rubrics.set(Rubric.objects.filter(slug__in=row["rubrics"]))
        facts = {"subject": profile.subject, "school_type": profile.school_type, "years": profile.years}
        CaseVersion.objects.create(
            case=self.case, ordinal=1, started_at=self.now, **facts, **row["versions"][0]
        )

    def _ask_mentor(self, mentor) -> None:
        """The author chooses; if this mentor was not among the five, a proposal is added as a colleague's advice."""
        last = self.case.proposals.order_by("-round", "-rank").first()
        round_, rank = (last.round, last.rank + 1) if last else (1, 1)
        if not self.case.proposals.filter(round=round_, mentor=mentor).exists():
            Proposal.objects.create(
                case=self.case, round=round_, rank=rank, mentor=mentor, slot="best", shown_at=self.now,
                promised_at=self.now + 3 * DAY,
            )  # fmt: skip
        self._do(
            "request", self.author, wait=2 * HOUR, mentor_id=mentor.pk, if_unavailable=IfUnavailable.ASK_ME
        )

    def _rounds(self) -> bool:
        """Ask and answer; False when the story stops in the middle of a round or there was none to answer."""
        consultation = self.case.consultations.get(state="accepted")
        for ordinal, row in enumerate(self.row["rounds"], start=1):
            round_ = Round.objects.create(consultation=consultation, ordinal=ordinal, started_at=self.now)
            for place, question in enumerate(row["questions"], start=1):
                hint = HintQuestion.objects.filter(text=question["text"]).first()
                Question.objects.create(
                    round=round_, ordinal=place, kind=QuestionKind(question["kind"]), text=question["text"],
                    answer=question["answer"], hint=hint,
                )  # fmt: skip
            self._do("ask", self.mentor, wait=DAY)
            if not row["outcome"]:
                return False
            if row["outcome"] == "reformulated":
                version = self.row["versions"][1]
                first = self.case.versions.get(ordinal=1)
                facts = {"subject": first.subject, "school_type": first.school_type, "years": first.years}
                CaseVersion.objects.create(case=self.case, ordinal=2, started_at=self.now, **facts, **version)
                self._do("reformulate", self.author, wait=DAY)
            else:
                self._do("keep", self.author, wait=DAY)
        return True

    def _solve(self, row: dict, mentor) -> None:
        consultation = self.case.consultations.get(state="accepted")
        solution = Solution.objects.create(consultation=consultation, intro=row["intro"], started_at=self.now)
        for ordinal, option in enumerate(row["options"], start=1):
            SolutionOption.objects.create(
                solution=solution, ordinal=ordinal, title=option["title"], steps="\n".join(option["steps"]),
                expected=option["expected"], risks=option["risks"],
            )  # fmt: skip
        self._do("offer", mentor, wait=DAY)

    def _colleague(self) -> None:
        row = self.row.get("colleague")
        if not row:
            return
        ColleagueOpinion.objects.create(
            consultation=self.case.consultations.get(state="accepted"), colleague=self.people[row["mentor"]],
            invited_at=self.now, text=row["opinion"], answered_at=self.now + 5 * HOUR,
        )  # fmt: skip

    def _chat(self) -> None:
        consultation = self.case.consultations.get(opinion=Opinion.FIRST, mentor=self.mentor)
        for ordinal, message in enumerate(self.row.get("chat", []), start=1):
            sender = self.author if message["from"] == "author" else self.mentor
            at = self._later(HOUR)
            ChatMessage.objects.create(
                case=self.case, consultation=consultation, ordinal=ordinal, sender=sender, text=message["text"],
                sent_at=at, read_at=at, idempotency_key=uuid4(),
            )  # fmt: skip

    def _second_opinion(self, row: dict) -> bool:
        """The second road; False when it has not been walked to its end."""
        mentor = self.people[row["mentor"]]
        self._do("second_opinion", self.author, wait=DAY)
        self._ask_mentor(mentor)
        self._do("accept", mentor, wait=9 * HOUR)
        if "solution" not in row:
            return False
        self._solve(row["solution"], mentor)
        return True

    def _close(self) -> None:
        row = self.row
        self._do("complete", self.author, wait=DAY)
        answers, second = row.get("reflection", {}), row.get("second", {})
        sheet = ReflectionSheet.objects.get(case=self.case)
        ReflectionSheet.objects.filter(pk=sheet.pk).update(
            usefulness=answers.get("usefulness", ""),
            may_publish=answers.get("may_publish"),
            taken_from_first=second.get("taken_from_first", ""),
            taken_from_second=second.get("taken_from_second", ""),
            started_at=self.now,
            finished_at=self._later(HOUR),
        )
        for question in ReflectionQuestion.objects.filter(slug__in=answers):
            ReflectionAnswer.objects.create(
                sheet=sheet, question=question, wording=question.text, value=answers[question.slug]
            )
        if row.get("thanks"):
            first = self.case.consultations.get(opinion=Opinion.FIRST, state="delivered")
            Thanks.objects.create(consultation=first, text=row["thanks"], created_at=self.now)
        self._after(row.get("after"))

    def _after(self, row: dict | None) -> None:
        check = AfterCheck.objects.filter(case=self.case)
        if row and check.filter(ask_at__lte=timezone.now()).exists():
            ask_at = check.get().ask_at
            check.update(
                asked_at=ask_at, answered_at=ask_at + 3 * HOUR, answer=row["answer"], text=row["text"],
                helped=row["answer"] == "tried",
            )  # fmt: skip
