"""Roles of the staff and the safety of sessions."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.utils.translation import override
from post_office.models import Email
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from accounts.roles import EDITORS, LABELS, MODERATORS, RESEARCHERS, SUPPORT, ensure_roles, role_names
from tests.people import PASSWORD, make_mentee, make_mentor, make_user

pytestmark = pytest.mark.django_db


def member(key: str, role: str):
    user = make_user(key)
    user.groups.add(Group.objects.get(name=role))
    return user


def test_roles_exist_after_migration_and_making_them_again_changes_nothing():
    def counted():
        return (
            sorted(Group.permissions.through.objects.values_list("group", "permission")),
            GroupPagePermission.objects.count(),
            GroupCollectionPermission.objects.count(),
        )

    before = counted()
    ensure_roles()
    assert counted() == before
    assert set(LABELS) - set(Group.objects.values_list("name", flat=True)) == set()


@pytest.mark.parametrize(
    ("role", "sees_cases", "edits_rubrics"),
    [(MODERATORS, True, True), (EDITORS, False, False), (SUPPORT, False, False), (RESEARCHERS, False, False)],
)
def test_what_a_role_may(role, sees_cases, edits_rubrics):
    user = member("anna", role)
    assert user.has_perm("wagtailadmin.access_admin") is True
    assert user.has_perm("mentoring.moderate_case") is sees_cases
    assert user.has_perm("mentoring.change_rubric") is edits_rubrics
    assert user.has_perm("mentoring.reveal_author") is False
    assert user.has_perm("accounts.change_user") is False


def test_nobody_reveals_authors_by_role():
    holders = Permission.objects.get(codename="reveal_author").group_set.values_list("name", flat=True)
    assert list(holders) == []


def test_editors_publish_pages_and_moderators_too():
    deeds = {
        role: set(
            GroupPagePermission.objects.filter(group__name=role).values_list(
                "permission__codename", flat=True
            )
        )
        for role in (MODERATORS, EDITORS, SUPPORT, RESEARCHERS)
    }
    assert {role: "publish_page" in found for role, found in deeds.items()} == {
        MODERATORS: True, EDITORS: True, SUPPORT: False, RESEARCHERS: False,
    }  # fmt: skip


def test_role_names_are_words():
    with override("en"):
        assert role_names(member("anna", MODERATORS)) == ["Moderator"]
        assert role_names(make_mentor("ivan")) == ["Mentor"]
        assert role_names(make_mentee("olga")) == ["Mentee"]


def test_mentors_and_mentees_do_not_enter_the_admin(client):
    for user in (make_mentor("ivan"), make_mentee("olga")):
        client.force_login(user)
        assert client.get("/admin/").status_code == 302


def test_staff_need_a_second_factor_when_it_is_required(client, settings):
    anna = member("anna", MODERATORS)
    client.force_login(anna)
    settings.STAFF_MFA_REQUIRED = False
    assert client.get("/admin/").status_code == 200
    settings.STAFF_MFA_REQUIRED = True
    assert client.get("/admin/")["Location"] == "/accounts/2fa/totp/activate/"
    Authenticator.objects.create(user=anna, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert client.get("/admin/").status_code == 200


def test_a_new_password_ends_other_sessions(client):
    olga = make_mentee("olga")
    client.force_login(olga)
    other = type(client)()
    other.force_login(olga)
    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "Новое-море-43", "password2": "Новое-море-43"},
    )
    assert client.get("/profile/").status_code == 200
    assert other.get("/profile/").status_code == 302


def test_a_new_e_mail_ends_other_sessions(client):
    olga = make_mentee("olga")
    client.post("/accounts/login/", {"login": "olga@example.org", "password": PASSWORD})
    other = type(client)()
    other.force_login(olga)

    client.post("/accounts/email/", {"email": "new@example.org", "action_add": ""})
    letter = Email.objects.filter(message__contains="/confirm-email/").get()
    assert letter.to == ["new@example.org"]
    assert other.get("/profile/").status_code == 200
    client.post(re.search(r"https?://[^/]+(/accounts/confirm-email/\S+)", letter.message).group(1))

    olga.refresh_from_db()
    assert olga.email == "new@example.org"
    assert list(olga.emailaddress_set.values_list("email", "verified", "primary")) == [
        ("new@example.org", True, True)
    ]
    assert client.get("/profile/").status_code == 200
    assert other.get("/profile/").status_code == 302


def test_the_next_page_after_signing_in_is_ours(client):
    make_mentee("olga")
    answer = client.post(
        "/accounts/login/?next=https://evil.example/",
        {"login": "olga@example.org", "password": PASSWORD, "next": "https://evil.example/"},
    )
    assert answer["Location"] == "/cabinet/"


@pytest.mark.parametrize("path", ["login", "signup", "password/reset", "confirm-email"])
def test_pages_for_visitors_open_in_our_frame(client, path):
    answer = client.get(f"/accounts/{path}/")
    assert (answer.status_code, "base.html" in [t.name for t in answer.templates]) == (200, True)


@pytest.mark.parametrize("path", ["email", "password/change", "2fa", "logout"])
def test_pages_of_the_account_open_in_our_frame(client, path):
    make_mentee("olga")
    client.post("/accounts/login/", {"login": "olga@example.org", "password": PASSWORD})
    answer = client.get(f"/accounts/{path}/")
    page = answer.content.decode()
    assert (answer.status_code, "base.html" in [t.name for t in answer.templates]) == (200, True)
    assert re.findall(r"\sstyle=|<style|\son[a-z]+=", page) == []
