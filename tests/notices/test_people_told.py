"""What people outside a case are told: applicants, invited mentors, moderators, whoever leaves."""

import pytest
from django.contrib.auth.models import Permission
from post_office.models import STATUS, Email

from accounts import mentors
from accounts.closing import close_account
from accounts.signals import own_data_asked
from mentoring.enums import MentorStatus, State
from notices.models import Notice
from tests import people
from tests.notices.told import watching

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    """A moderator who decides about mentors."""
    user = people.make_moderator()
    for codename in ("change_mentorprofile", "add_mentorinvitation"):
        user.user_permissions.add(Permission.objects.get(codename=codename))
    return user.__class__.objects.get(pk=user.pk)


def test_an_application_and_its_decisions(anna):
    ivan = people.make_user("ivan")
    with watching() as told:
        profile = mentors.apply(ivan, mentors.MentorAnswers(position="доцент"))
    assert told.pairs == {("anna", "mentor_applied")}
    with watching() as told:
        mentors.decline(profile, by=anna, reason="Пока нет свободных рубрик.")
    assert told.pairs == {("ivan", "mentor_declined")}
    assert "Пока нет свободных рубрик." in told.letter_to("ivan").message
    for decide, kind in ((mentors.approve, "mentor_approved"), (mentors.suspend, "mentor_suspended")) * 2:
        with watching() as told:
            decide(profile, by=anna)
        assert told.pairs == {("ivan", kind)}
    profile.refresh_from_db()
    assert profile.status == MentorStatus.SUSPENDED


def test_an_invitation_is_a_letter_with_its_link(anna):
    with watching() as told:
        invitation = mentors.invite("new@example.org", by=anna, note="Знает всё о садах")
    letter = told.letter_to("new")
    assert told.notices == []
    assert f"http://localhost{mentors.invitation_url(invitation)}" in letter.message
    assert mentors.invitation_url(invitation) in letter.html_message
    assert "садах" not in letter.message + letter.html_message
    assert "profile/letters" not in letter.message + letter.html_message
    assert invitation.token not in letter.message_id


def test_whoever_used_an_invitation_needs_no_letter_about_it(anna):
    invitation = mentors.invite("ivan@example.org", by=anna)
    ivan = people.make_user("ivan")
    with watching() as told:
        mentors.accept_invitation(invitation.token, ivan, answers=mentors.MentorAnswers(position="доцент"))
    assert told.pairs == set()


def test_a_superuser_moderates_too_and_the_inactive_do_not(anna):
    boss = people.make_user("boss", is_superuser=True)
    people.make_user("gone", is_superuser=True, is_active=False)
    with watching() as told:
        mentors.apply(people.make_user("ivan"), mentors.MentorAnswers(position="доцент"))
    assert told.pairs == {("anna", "mentor_applied"), ("boss", "mentor_applied")}
    assert boss.notices.count() == 1


def test_whoever_leaves_takes_notices_and_letters_along():
    olga, ivan = people.make_mentee(), people.make_mentor("ivan")
    people.make_case(olga, ivan, State.OFFERED)
    Email.objects.filter(pk=Email.objects.filter(to="olga@example.org").first().pk).update(status=STATUS.sent)
    ivans = Email.objects.filter(to="ivan@example.org").count()
    close_account(olga)
    assert Notice.objects.filter(user=olga).count() == 0
    assert Email.objects.filter(to="olga@example.org").count() == 0
    assert Email.objects.filter(to="ivan@example.org").count() == ivans > 0


def test_what_was_told_is_part_of_the_own_data():
    olga, ivan = people.make_mentee(), people.make_mentor("ivan")
    case = people.make_case(olga, ivan, State.IN_WORK)
    answers = [answer for _receiver, answer in own_data_asked.send(sender=None, user=olga)]
    (mine,) = [answer["notices"] for answer in answers if "notices" in answer]
    assert len(mine) == 1
    assert case.label in mine[0]["text"]
    assert mine[0]["read_at"] is None
