"""How ivan becomes a mentor: applies and is approved, or is invited by a link that works once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from accounts import mentors, signals
from accounts.models import MentorInvitation
from accounts.roles import MODERATORS
from mentoring.models import MentorProfile, Seat
from mentoring.refusal import Refused
from tests.people import make_mentee, make_mentor, make_rubric, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(db):
    user = make_user("anna")
    user.groups.add(Group.objects.get(name=MODERATORS))
    return user


@pytest.fixture
def heard():
    """What the signals told, in order: name and the profile's or invitation's key."""
    told = []
    listeners = []
    for name in (
        "mentor_applied",
        "mentor_approved",
        "mentor_declined",
        "mentor_suspended",
        "mentor_invited",
    ):

        def listen(sender, _name=name, **kwargs):
            told.append((_name, (kwargs.get("profile") or kwargs.get("invitation")).pk, kwargs.get("reason")))

        getattr(signals, name).connect(listen)
        listeners.append((name, listen))
    yield told
    for name, listen in listeners:
        getattr(signals, name).disconnect(listen)


def answers(**fields):
    told = {"position": "доцент", "rubrics": [make_rubric()], "subjects": ["biology"], "capacity": 4}
    return mentors.MentorAnswers(**{**told, **fields})


def sent(**fields):
    """The form as the browser sends it."""
    told = {
        "position": "доцент",
        "problem_rubrics": [make_rubric().pk],
        "subjects": ["biology"],
        "capacity": "4",
    }
    return {**told, **fields}


def status(user) -> str:
    return MentorProfile.objects.get(user=user).status


def test_ivan_applies_corrects_and_is_approved(client, anna, heard):
    ivan = make_user("ivan")
    client.force_login(ivan)

    client.post("/mentors/apply/", sent())
    profile = MentorProfile.objects.get(user=ivan)
    assert (profile.status, profile.capacity, profile.subjects) == ("applied", 4, ["biology"])
    assert [rubric.slug for rubric in profile.rubrics.all()] == ["roditeli"]
    assert Seat.objects.count() == 0

    client.post("/mentors/apply/", sent(position="профессор"))
    profile.refresh_from_db()
    assert (profile.position, ivan.is_mentor) == ("профессор", False)

    mentors.approve(profile, by=anna)
    assert (profile.status, profile.decided_by) == ("approved", anna)
    assert Seat.objects.filter(profile=profile, subject="").count() == 1
    assert heard == [("mentor_applied", profile.pk, None), ("mentor_approved", profile.pk, None)]
    assert client.get("/mentors/apply/")["Location"] == "/profile/mentor/"


def test_extra_fields_of_the_application_are_ignored(client):
    ivan = make_user("ivan")
    client.force_login(ivan)
    client.post(
        "/mentors/apply/",
        sent(
            status="approved", is_external="on", usefulness="1", load="9", user="1", decided_by=str(ivan.pk)
        ),
    )
    profile = MentorProfile.objects.get(user=ivan)
    assert (profile.status, profile.is_external, profile.usefulness, profile.load) == (
        "applied",
        False,
        0.5,
        0,
    )
    assert profile.decided_by is None


def test_an_application_needs_a_rubric_and_keeps_what_was_typed(client):
    client.force_login(make_user("ivan"))
    answer = client.post("/mentors/apply/", sent(problem_rubrics=[], about="Учу слушать"))
    form = answer.context["form"]
    assert (list(form.errors), form["about"].value()) == (["problem_rubrics"], "Учу слушать")
    assert MentorProfile.objects.count() == 0


@pytest.mark.parametrize("capacity", ["-1", "51", "много"])
def test_capacity_has_bounds(client, capacity):
    client.force_login(make_user("ivan"))
    answer = client.post("/mentors/apply/", sent(capacity=capacity))
    assert list(answer.context["form"].errors) == ["capacity"]


def test_retired_rubrics_are_not_offered(client):
    rubric = make_rubric("old", "Старая")
    type(rubric).objects.filter(pk=rubric.pk).update(retired=True)
    client.force_login(make_user("ivan"))
    answer = client.post("/mentors/apply/", sent(problem_rubrics=[rubric.pk]))
    assert list(answer.context["form"].errors) == ["problem_rubrics"]


def test_a_decided_application_is_not_changed(client, anna, heard):
    ivan = make_user("ivan")
    profile = mentors.apply(ivan, answers())
    mentors.decline(profile, by=anna, reason="Пока нужен опыт")
    assert heard[-1] == ("mentor_declined", profile.pk, "Пока нужен опыт")
    with pytest.raises(Refused):
        mentors.apply(ivan, answers(position="другая"))
    client.force_login(ivan)
    client.post("/mentors/apply/", sent(position="другая"))
    profile.refresh_from_db()
    assert (profile.status, profile.position) == ("declined", "доцент")


def test_only_moderators_decide():
    profile = mentors.apply(make_user("ivan"), answers())
    maria = make_mentor("maria")
    for deed in (mentors.approve, mentors.decline, mentors.suspend):
        with pytest.raises(PermissionDenied):
            deed(profile, by=maria)
    with pytest.raises(PermissionDenied):
        mentors.invite("pavel@example.org", by=maria)
    profile.refresh_from_db()
    assert (profile.status, MentorInvitation.objects.count()) == ("applied", 0)


def test_of_two_moderators_the_second_is_told(anna):
    profile = mentors.apply(make_user("ivan"), answers())
    stale = MentorProfile.objects.get(pk=profile.pk)
    mentors.decline(profile, by=anna)
    with pytest.raises(Refused):
        mentors.decline(stale, by=anna)


def test_a_suspended_mentor_is_proposed_no_longer(client, anna, heard):
    ivan = make_mentor("ivan")
    profile = ivan.mentor_profile
    mentors.suspend(profile, by=anna, reason="Отпуск")
    assert (Seat.objects.count(), status(ivan)) == (0, "suspended")
    client.force_login(make_mentee("olga"))
    assert client.get(f"/mentors/{profile.public_id}/").status_code == 404
    mentors.approve(profile, by=anna)
    assert client.get(f"/mentors/{profile.public_id}/").status_code == 200


def test_a_visitor_comes_by_invitation(client, anna, heard):
    invitation = mentors.invite("pavel@example.org", by=anna, is_external=True)
    assert heard == [("mentor_invited", invitation.pk, None)]
    link = mentors.invitation_url(invitation)
    page = client.get(link).content.decode()
    assert f"/accounts/signup/?as=mentor&amp;next={link}" in page
    assert "pavel@example.org" not in page

    pavel = make_user("pavel")
    client.force_login(pavel)
    client.post(link, sent(status="suspended", is_external=""))

    profile = MentorProfile.objects.get(user=pavel)
    assert (profile.status, profile.is_external, profile.decided_by) == ("approved", True, anna)
    assert Seat.objects.filter(profile=profile, subject="").count() == 1
    invitation.refresh_from_db()
    assert (invitation.used_by, invitation.used_at is None) == (pavel, False)


def test_an_invitation_works_once(client, anna):
    invitation = mentors.invite("pavel@example.org", by=anna)
    mentors.accept_invitation(invitation.token, make_user("pavel"), answers=answers())
    ivan = make_user("ivan")
    with pytest.raises(Refused):
        mentors.accept_invitation(invitation.token, ivan, answers=answers())
    client.force_login(ivan)
    assert client.post(mentors.invitation_url(invitation), sent()).status_code == 410
    assert list(MentorProfile.objects.values_list("user__email", flat=True)) == ["pavel@example.org"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_expired_invitation_says_so(client, anna, method):
    invitation = mentors.invite("pavel@example.org", by=anna)
    MentorInvitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    client.force_login(make_user("pavel"))
    answer = getattr(client, method)(mentors.invitation_url(invitation))
    assert (answer.status_code, answer.templates[0].name) == (410, "accounts/invitation_closed.html")
    assert MentorProfile.objects.count() == 0


def test_an_unknown_link_looks_like_an_old_one(client):
    assert client.get("/mentors/invite/no-such-token/").status_code == 410


def test_a_new_invitation_ends_the_former(anna):
    first = mentors.invite("pavel@example.org", by=anna)
    second = mentors.invite("Pavel@example.org", by=anna)
    assert mentors.open_invitation(first.token) is None
    assert mentors.open_invitation(second.token) == second


def test_a_wrong_form_leaves_the_invitation(client, anna):
    invitation = mentors.invite("pavel@example.org", by=anna)
    client.force_login(make_user("pavel"))
    assert client.post(mentors.invitation_url(invitation), sent(position="")).status_code == 200
    assert mentors.open_invitation(invitation.token) == invitation


def test_an_invitation_does_not_lift_a_suspension(anna):
    ivan = make_mentor("ivan")
    mentors.suspend(ivan.mentor_profile, by=anna)
    invitation = mentors.invite("ivan@example.org", by=anna)
    with pytest.raises(Refused):
        mentors.accept_invitation(invitation.token, ivan, answers=answers())
    assert (status(ivan), mentors.open_invitation(invitation.token)) == ("suspended", invitation)


def test_the_public_page_tells_only_what_is_public(client):
    ivan = make_mentor(
        "ivan", about="Учу слушать", workplace="Школа № 57", region="Тверская область", is_external=True
    )
    client.force_login(make_mentee("olga"))
    page = client.get(reverse("accounts:mentor_public", args=[ivan.mentor_profile.public_id]))
    text = page.content.decode()
    shown = ("Иван Петрович Громов", "доцент", "Учу слушать", "Взаимодействие с родителями")
    assert [word for word in shown if word not in text] == []
    hidden = ("ivan@example.org", "Школа № 57", "Тверская область")
    assert [word for word in hidden if word in text] == []


def test_visitors_do_not_see_mentors(client):
    path = f"/mentors/{make_mentor('ivan').mentor_profile.public_id}/"
    assert client.get(path)["Location"] == f"/accounts/login/?next={path}"


def test_absent_applied_and_closed_mentors_look_alike(client):
    client.force_login(make_mentee("olga"))
    applied = make_mentor("ivan", status="applied").mentor_profile
    gone = make_mentor("maria")
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    keys = [applied.public_id, gone.mentor_profile.public_id, uuid4()]
    answers_ = [client.get(f"/mentors/{key}/") for key in keys]
    assert [answer.status_code for answer in answers_] == [404, 404, 404]
