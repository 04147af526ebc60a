"""Brings the demo people in: staff, mentors, mentees. All sign in with one password."""

import json
from pathlib import Path

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from accounts import consents, roles
from accounts.models import ConsentText, User
from mentoring import matching
from mentoring.enums import MentorStatus
from mentoring.models import MenteeProfile, MentorProfile, Rubric

PASSWORD = "наставник-2026"  # noqa: S105 printed by `make run` for everybody to see
GROUPS = {
    "moderator": roles.MODERATORS,
    "editor": roles.EDITORS,
    "support": roles.SUPPORT,
    "researcher": roles.RESEARCHERS,
}
PEOPLE = Path(__file__).with_name("people.json")


def email_of(key: str) -> str:
    """The address that a demo person signs in with."""
    return f"{key}@demo.example"


def load_people() -> dict[str, User]:
    """Create everybody of `people.json` and return them by key."""
    people = json.loads(PEOPLE.read_text(encoding="utf-8"))
    known: dict[str, User] = {}
    hashed = make_password(PASSWORD)
    for row in people["staff"]:
        known[row["key"]] = user = _user(row, hashed, is_superuser=row["role"] == "admin")
        if row["role"] in GROUPS:
            user.groups.add(Group.objects.get(name=GROUPS[row["role"]]))
    for row in people["mentors"]:
        known[row["key"]] = user = _user(row, hashed)
        _mentor(user, row)
    for row in people["mentees"]:
        known[row["key"]] = user = _user(row, hashed)
        facts = ("subject", "years", "region", "settlement", "school", "school_type")
        MenteeProfile.objects.update_or_create(
            user=user, defaults={"stage": row["stages"][0], **{name: row[name] for name in facts}}
        )
    return known


def _user(row: dict, hashed: str, *, is_superuser: bool = False) -> User:
    names = {name: row[name] for name in ("first_name", "last_name", "patronymic")}
    user = User.objects.create_user(email_of(row["key"]), **names, is_superuser=is_superuser)
    # One hash for everybody: 37 of them would take ten seconds.
    User.objects.filter(pk=user.pk).update(password=hashed)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    for text in ConsentText.objects.all():
        consents.record(user, text)
    return user


def _mentor(user: User, row: dict) -> None:
    facts = (
        "position",
        "about",
        "is_external",
        "subjects",
        "stages",
        "capacity",
        "pace_hours",
        "workplace",
        "region",
    )
    profile = MentorProfile.objects.create(
        user=user, status=MentorStatus.APPROVED, **{name: row[name] for name in facts}
    )
    profile.rubrics.set(Rubric.objects.filter(slug__in=row["rubrics"]))
    matching.refresh(profile)
