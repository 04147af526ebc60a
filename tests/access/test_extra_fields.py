"""Fields that no form has, sent with every form: they are passed over, whatever row they name."""

from uuid import uuid4

import pytest
from django.apps import apps
from django.urls import reverse

from mentoring.models import Case
from tests.access.test_doubled import STORY, forms, revision
from tests.access.world import signed_in, undone

pytestmark = pytest.mark.django_db
GUARDED = {
    "accounts.User": ("is_staff", "is_superuser", "is_active", "email", "password", "id"),
    "mentoring.Case": (
        "number", "author_id", "follow_up_of_id", "idempotency_key", "closed_from", "created_at", "direction",
        "stuck_since", "ticks",
    ),
    "mentoring.MentorProfile": ("status", "is_external", "public_id", "usefulness", "silences", "user_id"),
    "mentoring.Consultation": ("mentor_id", "author_id", "case_id", "promised_at"),
    "mentoring.CaseVersion": ("case_id", "ordinal", "started_at"),
    "mentoring.TextModule": ("mentor_id",),
    "mentoring.ChatMessage": ("case_id", "sender_id"),
    "mentoring.Attachment": ("case_id", "uploader_id", "file", "public_id"),
}  # fmt: skip


def extra(world) -> dict[str, str]:
    """What an attacker would try: roles, owners, states, keys of others."""
    stranger = world.users["mentee"]
    return {
        "is_staff": "on", "is_superuser": "on", "is_active": "", "role": "moderator", "groups": "1",
        "user_permissions": "1", "email": "evil@example.org", "password": "x", "user": str(stranger.pk),
        "author": str(stranger.pk),
        "author_id": str(stranger.pk), "owner_id": str(stranger.pk), "mentor_id": str(stranger.pk),
        "status": "approved",
        "public_id": str(uuid4()), "state": "completed", "number": "2026-000001", "closing": "solution", "case": "1",
        "case_id": "1", "second_opinion_at": "2020-01-01", "is_external": "on", "usefulness": "1",
        "silences": "0", "load": "0", "pace_hours": "1", "sender": str(stranger.pk), "sent_at": "2020-01-01",
        "created_at": "2020-01-01", "submitted_at": "2020-01-01", "due_at": "2020-01-01", "move_by": "nobody",
        "version": "9", "uploader": str(stranger.pk), "granted": "on", "read_by": "1", "finished_at": "2020-01-01",
        "asked_by": str(stranger.pk), "pk": "1", "id": "1", "follow_up_of": "1", "from_state": "draft",
    }  # fmt: skip


def guarded() -> dict[str, dict]:
    """The columns that no form may write, by row."""
    return {
        label: {row["pk"]: row for row in apps.get_model(label)._base_manager.values("pk", *fields)}
        for label, fields in GUARDED.items()
    }


def rows_beside(own: set[str]) -> dict:
    """Every column of all cases but the one that was written to."""
    rows = Case.objects.exclude(number__in=own).order_by("pk").values()
    return {row["number"]: row for row in rows}


OF_CASES = (
    "accept", "after", "answer first", "answers", "ask", "ask first", "chat", "complete", "follow-up", "leave", "offer",
    "opinion", "pass on", "reflection", "request", "review", "second opinion", "thanks", "widen", "withdraw",
)  # fmt: skip


@pytest.mark.parametrize("name", OF_CASES)
def test_what_no_form_has_changes_nothing_on_the_way_of_a_case(name, world):
    """The same form with and without the rest leaves the same rows behind."""
    assert _sent(world, name, extra(world)) == _sent(world, name, {})


def _sent(world, name: str, more: dict[str, str]) -> tuple:
    """What one sending leaves behind; it is taken back afterwards."""
    with undone():
        role, page, key, data, _makes = forms(world)[name]
        arrow = {"arrow": data["arrow"]} if "arrow" in data else {}
        place = reverse(f"cases:{page}", kwargs={"number": world.numbers[key], **arrow})
        before, beside = guarded(), rows_beside({world.numbers[key]})
        sent = {**more, "revision": revision(world, key), **data}
        answer = signed_in(world.users[role]).post(place, sent)
        after, now = guarded(), rows_beside({world.numbers[key]})
        for label, rows in before.items():
            assert {pk: after[label].get(pk) for pk in rows} == rows, label
        assert {number: now[number] for number in beside} == beside
        case = Case.objects.get(pk=world.cases[key].pk)
        follow = [(c.author_id, c.state, c.format) for c in case.follow_ups.all()]
        parts = [(c.state, c.mentor_id, c.author_id, c.opinion) for c in case.consultations.order_by("pk")]
        terms = (
            case.state,
            case.format,
            case.collegial,
            case.contact,
            case.move_by,
            case.closing,
            case.mentor_id,
        )
        return answer.status_code, terms, follow, parts


PROFILE = {
    "/profile/": ("author", {"first_name": "Ольга", "patronymic": "", "last_name": "Ветрова"}),
    "/profile/job/": ("author", {"subject": "physics", "years": "3"}),
    "/profile/letters/": ("author", {"letters": "off"}),
    "/profile/mentor/": ("mentor", {"position": "доцент", "capacity": "4"}),
    "/profile/pauses/": ("mentor", {"first_day": "2030-01-01", "last_day": "2030-01-02"}),
    "/profile/texts/new/": ("mentor", {"title": "А", "text": "Б"}),
    "/mentors/apply/": ("mentee", {"position": "учитель", "capacity": "4"}),
}


@pytest.mark.parametrize("place", sorted(PROFILE))
def test_what_no_form_has_changes_nothing_in_a_profile(place, world):
    role, data = PROFILE[place]
    rubric = world.cases["work"].rubrics.first().pk
    before = guarded()
    answer = signed_in(world.users[role]).post(place, {**extra(world), "problem_rubrics": rubric, **data})
    assert answer.status_code == 302, answer.content.decode()[:500]
    after = guarded()
    for label, rows in before.items():
        assert {pk: after[label].get(pk) for pk in rows} == rows, label
    user = world.users[role]
    user.refresh_from_db()
    assert (user.groups.count(), user.user_permissions.count()) == (0, 0)
    made = [
        row
        for pk, row in after["mentoring.MentorProfile"].items()
        if pk not in before["mentoring.MentorProfile"]
    ]
    assert [(row["status"], row["is_external"], row["user_id"]) for row in made] == (
        [("applied", False, user.pk)] if place == "/mentors/apply/" else []
    )


def test_a_new_case_belongs_to_whoever_is_signed_in_and_begins_as_a_draft(world):
    client, mine = signed_in(world.users["mentee"]), {**STORY, "idempotency_key": str(uuid4()), "do": "save"}
    laden = {
        **extra(world),
        "author": str(world.users["author"].pk),
        "author_id": str(world.users["author"].pk),
        **mine,
    }
    before = guarded()
    assert client.post(reverse("cases:start", args=["problem"]), laden).status_code == 303
    case = Case.objects.get(author=world.users["mentee"])
    assert (case.state, case.number != "2026-000001", case.mentor_id, case.closing) == (
        "draft",
        True,
        None,
        "",
    )
    assert (case.submitted_at, case.follow_up_of_id, case.second_opinion_at) == (None, None, None)
    after = guarded()
    assert all(after["mentoring.Case"][pk] == row for pk, row in before["mentoring.Case"].items())


def test_the_key_of_another_persons_draft_gives_no_hold_of_it(world):
    theirs = world.cases["draft"]
    data = {**STORY, "title": "Чужой заголовок", "idempotency_key": str(theirs.idempotency_key), "do": "save"}
    signed_in(world.users["mentee"]).post(reverse("cases:start", args=["problem"]), data)
    theirs.refresh_from_db()
    assert theirs.author == world.users["author"]
    assert theirs.draft_version().title != "Чужой заголовок"
    assert Case.objects.get(author=world.users["mentee"]).number != theirs.number
