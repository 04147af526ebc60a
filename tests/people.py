"""People and cases for tests: olga the mentee, ivan, maria and pavel the mentors, anna the moderator.

`make_case` brings a case to a state only through the one door, as people would.
"""

import itertools
import json
from datetime import timedelta
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.utils import timezone

from mentoring import matching
from mentoring.enums import MentorStatus, State
from mentoring.models import (
    Case,
    CaseVersion,
    HintQuestion,
    MenteeProfile,
    MentorProfile,
    Proposal,
    Question,
    Round,
    Rubric,
    Solution,
    SolutionOption,
)
from mentoring.workflow import advance

PASSWORD = "Тихий-океан-42"
_serial = itertools.count(1)
NAMES = {
    "olga": ("Ольга", "Сергеевна", "Ветрова"),
    "ivan": ("Иван", "Петрович", "Громов"),
    "maria": ("Мария", "Львовна", "Кравцова"),
    "pavel": ("Павел", "Ильич", "Сомов"),
    "anna": ("Анна", "Юрьевна", "Белова"),
    "elena": ("Елена", "Олеговна", "Дорохова"),
}


def make_user(key: str, **fields):
    """A user `<key>@example.org` whose e-mail is confirmed."""
    first, patronymic, last = NAMES.get(key, (key.capitalize(), "", "Тестов"))
    names = {"first_name": first, "patronymic": patronymic, "last_name": last}
    user = get_user_model().objects.create_user(f"{key}@example.org", PASSWORD, **{**names, **fields})
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


def make_mentee(key: str = "olga", **profile):
    """A mentee with a filled profile."""
    user = make_user(key)
    facts = {
        "subject": "biology",
        "stage": "basic",
        "years": 2,
        "school": "Школа № 77",
        "region": "Тверская область",
    }
    MenteeProfile.objects.create(user=user, **{**facts, **profile})
    return user


def make_mentor(key: str = "ivan", *, rubrics=None, **profile):
    """An approved mentor, ready to be proposed."""
    user = make_user(key)
    facts = {
        "status": MentorStatus.APPROVED, "position": "доцент", "capacity": 3, "subjects": ["biology"],
        "stages": ["basic"],
    }  # fmt: skip
    profile_ = MentorProfile.objects.create(user=user, **{**facts, **profile})
    profile_.rubrics.set(rubrics if rubrics is not None else [make_rubric()])
    matching.refresh(profile_)
    return user


def make_moderator(key: str = "anna"):
    """Somebody who sees the history of every case, and not who the anonymous authors are."""
    user = make_user(key)
    user.user_permissions.add(Permission.objects.get(codename="moderate_case"))
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return get_user_model().objects.get(pk=user.pk)


def make_rubric(
    slug: str = "roditeli", title: str = "Взаимодействие с родителями", direction: str = "problem"
):
    """A rubric below its direction, made once."""
    root = Rubric.objects.filter(depth=1, direction=direction).first()
    if root is None:
        root = Rubric.add_root(title=direction, slug=direction, direction=direction)
    found = Rubric.objects.filter(slug=slug).first()
    return found or root.add_child(title=title, slug=slug, direction=direction)


def make_draft(author, *, rubrics=None, **fields):
    """A filled draft, ready to be submitted."""
    direction = fields.pop("direction", "problem")
    case = Case.objects.create(author=author, direction=direction, **fields)
    case.rubrics.set(
        rubrics or [make_rubric(direction=direction, slug="roditeli" if direction == "problem" else "rost")]
    )
    CaseVersion.objects.create(
        case=case, ordinal=1, title="Мама ученика пишет по ночам", situation="Пишет после одиннадцати вечера.",
        question="Как ответить, чтобы не стало хуже?", position="Учитель", wanted_track="Методист",
        subject="biology",
    )  # fmt: skip
    return case


def write_round(case, *questions: str):
    """Questions that the mentor has ready to send."""
    consultation = case.consultations.get(state="accepted")
    round_ = Round.objects.create(consultation=consultation, ordinal=consultation.rounds.count() + 1)
    for ordinal, text in enumerate(questions or ("Чего боится мама?",), start=1):
        Question.objects.create(round=round_, ordinal=ordinal, kind="clarifying", text=text)
    return round_


def write_answers(case, text: str = "Кажется, она боится за сына."):
    """Answers that the author has ready to send."""
    Question.objects.filter(round__consultation__case=case, answer="").update(answer=text)


def write_version(case, **fields):
    """A next version that the author has ready to send."""
    last = case.versions.order_by("-ordinal").first()
    return CaseVersion.objects.create(
        case=case, ordinal=last.ordinal + 1, title=last.title, situation="Дело в доверии.", question=last.question,
        **fields,
    )  # fmt: skip


def write_solution(case, steps: str = "Предложите встречу\nДоговоритесь о времени"):
    """A solution that the mentor has ready to send."""
    consultation = case.consultations.get(state="accepted")
    solution, _ = Solution.objects.get_or_create(consultation=consultation)
    SolutionOption.objects.create(
        solution=solution,
        ordinal=solution.options.count() + 1,
        title="Встреча",
        steps=steps,
        expected="Доверие",
    )
    return solution


def choose(case, mentor, *, now=None, **data):
    """The author asks this mentor, whoever was proposed."""
    round_ = case.proposals.order_by("-round").values_list("round", flat=True).first() or 0
    Proposal.objects.get_or_create(
        case=case, round=round_, mentor=mentor,
        defaults={"rank": 90 + next(_serial), "slot": "best", "promised_at": timezone.now() + timedelta(days=2)},
    )  # fmt: skip
    return advance(case, "request", by=case.author, mentor_id=mentor.pk, now=now, **data)


def make_case(author, mentor=None, state: str = State.CHOOSING, *, now=None, **fields):
    """A case brought to `state` through the one door. `mentor` is needed from `awaiting` on."""
    case = make_draft(author, **fields)
    if state == State.DRAFT:
        return case
    case = advance(case, "submit", by=author, now=now)
    if state == State.CHOOSING:
        return case
    if state == State.WITHDRAWN:
        return advance(case, "withdraw", by=author, now=now)
    case = choose(case, mentor, now=now)
    if state == State.AWAITING:
        return case
    case = advance(case, "accept", by=mentor, now=now)
    if state == State.IN_WORK:
        return case
    if state == State.CLARIFYING:
        write_round(case)
        return advance(case, "ask", by=mentor, now=now)
    write_solution(case)
    case = advance(case, "offer", by=mentor, now=now)
    if state == State.OFFERED:
        return case
    return advance(case, "complete", by=author, now=now)


def load_hints(limit: int = 20):
    """Some of the shipped hint questions, for the rubric `roditeli`."""
    path = Path(__file__).resolve().parent.parent / "mentoring" / "content" / "hint_questions.json"
    for row in [r for r in json.loads(path.read_text()) if r["rubric"] == "roditeli"][:limit]:
        HintQuestion.objects.create(kind=row["kind"], text=row["text"]).rubrics.add(make_rubric())
