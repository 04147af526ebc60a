"""What belongs to others answers like what does not exist: same status, same bytes, same headers."""

import re

import pytest

from accounts.models import MentorInvitation
from mentoring.enums import MentorStatus
from tests import people
from tests.access.test_url_matrix import all_routes
from tests.access.urls_table import OURS
from tests.access.world import ABSENT_KEY, ABSENT_NUMBER, ABSENT_UUID, ROLES, ask, signed_in

pytestmark = pytest.mark.django_db
OUTSIDERS = ("mentee", "other_mentor", "editor", "support", "researcher")
ONE_USE = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|csrf[^"]*" content="[^"]*"')
# Of the mentor's pages, what is refused to the author of the same case, and the other way round.
INSIDE = {"author": "mentor", "mentor": "author"}


def face(answer, *own: str) -> tuple:
    """What one can tell two answers apart by, without what changes with every page and what was asked for."""
    body = ONE_USE.sub(b"", answer.whole)
    headers = {
        name: value for name, value in answer.headers.items() if name not in ("Date", "Expires", "Set-Cookie")
    }
    told = repr(sorted(headers.items()))
    for part in own:
        body, told = body.replace(part.encode(), b"\xe2\x80\xa6"), told.replace(part, "…")
    headers_told = re.sub(r"\('Content-Length', '\d+'\), ", "", told)
    return answer.status_code, headers_told, body, tuple(sorted(answer.cookies))


def of_cases() -> list:
    """Our addresses with the number of a case."""
    return [route for route in all_routes() if "number" in route.gaps() and route.name.startswith("cases:")]


# Two answers are compared that the same engine gave; the statuses on PostgreSQL are asked by the matrix.
@pytest.mark.once
@pytest.mark.parametrize("method", ["get", "post"])
def test_anothers_case_answers_like_a_case_that_never_was(method, world):
    told, compared = [], 0
    for role in ("visitor", *OUTSIDERS):
        client = signed_in(world.users[role])
        for route in of_cases():
            number = world.numbers[OURS[route.name].case]
            known = {"public_id": world.files.get(OURS[route.name].case, ABSENT_UUID), "arrow": "complete"}
            faces = []
            for asked, file in ((number, known["public_id"]), (ABSENT_NUMBER, ABSENT_UUID)):
                place = route.filled(known | {"number": asked, "public_id": file}, 1)
                faces.append(face(ask(client, method, place), asked, file))
            compared += 1
            if faces[0] != faces[1]:
                told.append(f"{method} {route.name} tells {role} that the case exists")
    assert told == []
    assert compared > 250


# As above.
@pytest.mark.once
@pytest.mark.parametrize("method", ["get", "post"])
def test_pages_of_the_other_side_answer_like_a_case_that_never_was(method, world):
    told, compared = [], 0
    for role in (*INSIDE, "colleague", "moderator"):
        client = signed_in(world.users[role])
        for route in of_cases():
            row = OURS[route.name]
            position = dict(zip(ROLES, getattr(row, method).split(), strict=True))
            if position[role] != "404":
                continue
            number, file = world.numbers[row.case], world.files.get(row.case, ABSENT_UUID)
            place = route.filled({"number": number, "public_id": file, "arrow": "complete"}, 1)
            nowhere = route.filled(
                {"number": ABSENT_NUMBER, "public_id": ABSENT_UUID, "arrow": "complete"}, 1
            )
            here = face(ask(client, method, place), number, file)
            compared += 1
            if here != face(ask(client, method, nowhere), ABSENT_NUMBER, ABSENT_UUID):
                told.append(f"{method} {route.name} as {role}")
    assert told == []
    assert compared > 60


def test_files_of_another_case_another_part_and_none_are_the_same_nothing(world):
    number, draft = world.numbers["work"], world.numbers["draft"]
    tried = {
        # The file of a draft by way of another case of the same author; a solution not yet sent; none.
        "author": [(number, world.files["draft"]), (number, world.files["unsent"]), (number, ABSENT_UUID)],
        "mentor": [(number, world.files["draft"]), (draft, world.files["draft"]), (number, ABSENT_UUID)],
        "colleague": [(number, world.files["unsent"]), (draft, world.files["draft"]), (number, ABSENT_UUID)],
        "moderator": [(number, world.files["unsent"]), (draft, world.files["draft"]), (number, ABSENT_UUID)],
        "other_mentor": [(number, world.files["work"]), (ABSENT_NUMBER, world.files["work"])],
    }
    for role, pairs in tried.items():
        client = signed_in(world.users[role])
        faces = {face(ask(client, "get", f"/cases/{n}/files/{f}/"), n, f) for n, f in pairs}
        assert len(faces) == 1, role
        assert faces.pop()[0] == 404
    # Control: whoever may, gets the file.
    assert ask(
        signed_in(world.users["colleague"]), "get", f"/cases/{number}/files/{world.files['work']}/"
    ).whole


def test_mentors_who_are_no_mentors_yet_or_any_more_are_as_absent(world):
    client = signed_in(world.users["mentee"])
    hidden = [
        people.make_mentor(status, status=status).mentor_profile
        for status in MentorStatus.values
        if status != MentorStatus.APPROVED
    ]
    closed = people.make_mentor("left").mentor_profile
    closed.user.__class__.objects.filter(pk=closed.user_id).update(is_active=False)
    for ending in ("", "portrait/"):
        nothing = face(ask(client, "get", f"/mentors/{ABSENT_UUID}/{ending}"), ABSENT_UUID)
        assert nothing[0] == 404
        for profile in (*hidden, closed):
            key = str(profile.public_id)
            assert face(ask(client, "get", f"/mentors/{key}/{ending}"), key) == nothing, profile.status
    assert ask(client, "get", f"/mentors/{world.args['mentor']}/").status_code == 200


@pytest.mark.parametrize("role", ["visitor", "mentee"])
def test_invitations_that_were_used_ran_out_or_never_were_say_the_same(role, world):
    client = signed_in(world.users[role])
    used, old = (MentorInvitation.objects.create(email=f"{n}@example.org") for n in ("a", "b"))
    MentorInvitation.objects.filter(pk=used.pk).update(used_at=used.created_at, used_by=world.users["mentor"])
    MentorInvitation.objects.filter(pk=old.pk).update(expires_at=old.created_at)
    tokens = [used.token, old.token, "never-was-there"]
    for method in ("get", "post"):
        faces = {face(ask(client, method, f"/mentors/invite/{token}/"), token) for token in tokens}
        assert len(faces) == 1
        assert faces.pop()[0] == 410
    assert ask(client, "get", f"/mentors/invite/{world.args['invitation']}/").status_code == 200


def test_own_things_of_others_are_as_absent(world):
    places = {
        "/notices/{}/": ("notice", "mentee"), "/profile/exclusions/{}/remove/": ("exclusion", "mentor"),
        "/profile/pauses/{}/remove/": ("pause", "colleague"), "/profile/texts/{}/": ("module", "colleague"),
        "/profile/texts/{}/remove/": ("module", "colleague"),
    }  # fmt: skip
    for pattern, (arg, role) in places.items():
        client = signed_in(world.users[role])
        for method in ("get", "post"):
            keys = str(world.args[arg]), str(ABSENT_KEY)
            faces = {face(ask(client, method, pattern.format(key)), pattern.format(key)) for key in keys}
            assert len(faces) == 1, pattern


def test_the_desk_tells_no_draft_from_nothing_and_those_without_right_nothing_at_all(world):
    for role, numbers in (
        ("moderator", (world.numbers["draft"], ABSENT_NUMBER)),
        ("editor", (world.numbers["work"], ABSENT_NUMBER)),
        ("support", (world.numbers["work"], ABSENT_NUMBER)),
    ):
        client = signed_in(world.users[role])
        for ending in ("", "release/"):
            faces = {face(ask(client, "get", f"/admin/cases/{n}/{ending}"), n)[:3] for n in numbers}
            assert len({f[0] for f in faces}) == 1, role
            assert len({f[1:] for f in faces}) == 1, role
