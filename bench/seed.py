"""Makes many mentors and cases, the same ones every time, as rows: no signals, no letters."""

import json
import random
from datetime import datetime, timedelta
from pathlib import Path

from django.contrib.auth import get_user_model
from django.utils import timezone

import mentoring
from mentoring import matching
from mentoring.enums import Direction, MentorStatus, Stage, State, Subject
from mentoring.models import (
    Case,
    CaseNumber,
    CaseVersion,
    Exclusion,
    MenteeProfile,
    MentorPause,
    MentorProfile,
    Rubric,
)

BATCH = 2000
AUTHORS = 200


def seed(*, mentors: int, cases: int, now: datetime, chance: int = 1) -> list[Case]:
    """Add people and submitted cases to the database, rebuild the index, return the cases."""
    dice = random.Random(chance)
    rubrics = plant_rubrics()
    seed_mentors(mentors, rubrics=rubrics, now=now, dice=dice)
    made = seed_cases(cases, rubrics=rubrics, now=now, dice=dice)
    matching.rebuild()
    return made


def plant_rubrics() -> list[Rubric]:
    """The shipped rubricator when there is none yet; all rubrics below the directions."""
    if not Rubric.objects.exists():
        text = (Path(mentoring.__file__).parent / "content" / "rubrics.json").read_text()
        for direction in json.loads(text)["directions"]:
            code = direction["code"]
            root = Rubric.add_root(title=direction["title"], slug=code, direction=code)
            for rubric in direction["rubrics"]:
                Rubric.objects.get(pk=root.pk).add_child(
                    title=rubric["title"], slug=rubric["slug"], direction=code
                )
    return list(Rubric.objects.offered())


def seed_mentors(
    count: int, *, rubrics: list[Rubric], now: datetime, dice: random.Random
) -> list[MentorProfile]:
    """Mentors of every kind: newcomers, busy, full, paused, not approved, silent; some three rubrics each."""
    users = _users("mentor", count, dice)
    today = timezone.localdate(now)
    profiles = []
    for user in users:
        capacity = dice.randint(1, 6)
        newcomer = dice.random() < 0.1
        asked = None if newcomer else now - timedelta(days=dice.expovariate(1 / 20))
        profiles.append(
            MentorProfile(
                user=user,
                status=MentorStatus.APPROVED if dice.random() < 0.95 else MentorStatus.SUSPENDED,
                position="Учитель",
                workplace=f"Школа № {dice.randint(1, 2000)}",
                subjects=dice.sample(Subject.values, dice.choice((0, 1, 1, 2, 2, 3))),
                stages=dice.sample(Stage.values, dice.choice((0, 1, 2, 2, 3))),
                capacity=capacity,
                load=0 if newcomer else dice.randint(0, capacity),
                pace_hours=36 if newcomer else round(dice.uniform(2, 90), 1),
                usefulness=0.5 if newcomer else round(dice.betavariate(6, 3), 3),
                helped=0 if newcomer else dice.randint(1, 60),
                silences=0 if newcomer or dice.random() < 0.8 else dice.randint(1, 6),
                last_request_at=asked,
            )
        )
    profiles = MentorProfile.objects.bulk_create(profiles, batch_size=BATCH)
    through = MentorProfile.rubrics.through
    through.objects.bulk_create(
        (
            through(mentorprofile_id=profile.pk, rubric_id=rubric.pk)
            for profile in profiles
            for rubric in dice.sample(rubrics, min(dice.choice((2, 3, 3, 3, 4)), len(rubrics)))
        ),
        batch_size=BATCH,
    )
    pauses = []
    for profile in profiles:
        if dice.random() < 0.15:
            first = today + timedelta(days=dice.randint(-20, 20))
            last = first + timedelta(days=dice.randint(0, 20))
            pauses.append(MentorPause(mentor=profile, first_day=first, last_day=last))
    MentorPause.objects.bulk_create(pauses, batch_size=BATCH)
    return profiles


def seed_cases(count: int, *, rubrics: list[Rubric], now: datetime, dice: random.Random) -> list[Case]:
    """Cases that choose a mentor: one to three rubrics of one direction, most with a subject."""
    authors = _users("author", AUTHORS, dice)
    MenteeProfile.objects.bulk_create(
        MenteeProfile(
            user=author,
            stage=dice.choice(["", *Stage.values]),
            school=dice.choice(["", f"школа №{dice.randint(1, 2000)}"]),
        )
        for author in authors
    )
    mentors = list(MentorProfile.objects.order_by("pk").values_list("user_id", flat=True)[:2000])
    pairs = {(dice.choice(authors).pk, dice.choice(mentors)) for _ in range(AUTHORS)} if mentors else set()
    pairs |= {(other, owner) for owner, other in list(pairs)[: AUTHORS // 2]}
    Exclusion.objects.bulk_create(
        (Exclusion(owner_id=owner, other_id=other) for owner, other in sorted(pairs)), ignore_conflicts=True
    )
    taken = CaseNumber.objects.count()
    cases, chosen = [], []
    for place in range(count):
        direction = dice.choices(Direction.values, weights=(13, 3))[0]
        below = [rubric for rubric in rubrics if rubric.direction == direction]
        chosen.append(dice.sample(below, min(dice.choice((1, 1, 1, 2, 2, 3)), len(below))))
        cases.append(
            Case(
                number=f"{now.year}-{taken + place:07d}",
                author=dice.choice(authors),
                direction=direction,
                state=State.CHOOSING,
                created_at=now,
                state_since=now,
                submitted_at=now,
            )
        )
    CaseNumber.objects.bulk_create([CaseNumber(value=case.number) for case in cases], batch_size=BATCH)
    cases = Case.objects.bulk_create(cases, batch_size=BATCH)
    through = Case.rubrics.through
    through.objects.bulk_create(
        (
            through(case_id=case.pk, rubric_id=rubric.pk)
            for case, bunch in zip(cases, chosen, strict=True)
            for rubric in bunch
        ),
        batch_size=BATCH,
    )
    CaseVersion.objects.bulk_create(
        (
            CaseVersion(
                case=case,
                ordinal=1,
                title="Случай",
                subject=dice.choice(Subject.values) if dice.random() < 0.8 else "",
                submitted_at=now,
            )
            for case in cases
        ),
        batch_size=BATCH,
    )
    return cases


def _users(kind: str, count: int, dice: random.Random) -> list:
    model = get_user_model()
    before = model.objects.count()
    return model.objects.bulk_create(
        (
            model(
                email=f"{kind}{before + place}@example.org",
                first_name=f"{kind} {before + place}",
                password="!",
                is_active=dice.random() < 0.98,
            )
            for place in range(count)
        ),
        batch_size=BATCH,
    )
