"""Export gives one's own data and nobody else's; deletion leaves nobody to be recognised."""

import json

import pytest
from django.apps import apps

from accounts import consents, signals
from accounts.closing import close_account
from accounts.export import NOTHING_OF_PEOPLE, SECTIONS, own_data
from accounts.models import ConsentRecord, MentorInvitation, User
from mentoring.models import Case, Exclusion, MenteeProfile, MentorProfile, Seat, TextModule
from tests.people import PASSWORD, make_case, make_mentee, make_mentor, make_moderator, write_round

pytestmark = pytest.mark.django_db


def test_every_model_is_told_or_excused():
    models = {
        model._meta.label
        for room in ("accounts", "mentoring", "knowledge_base")
        for model in apps.get_app_config(room).get_models()
    }
    told = {model._meta.label for model in SECTIONS}
    assert told & set(NOTHING_OF_PEOPLE) == set()
    assert models - told - set(NOTHING_OF_PEOPLE) == set()
    assert set(NOTHING_OF_PEOPLE) - models == set()


def test_sections_have_names_of_their_own():
    names = [section.name for sections in SECTIONS.values() for section in sections]
    assert len(names) == len(set(names))


def test_every_field_of_a_profile_is_told():
    """A new field of what people tell about themselves has to be added to the export."""
    for model, left_out in (
        (MenteeProfile, {"id", "user"}),
        (MentorProfile, {"id", "user", "public_id", "decided_by"}),
    ):
        fields = {field.name for field in model._meta.get_fields() if field.concrete}
        told = {entry if isinstance(entry, str) else entry[0] for entry in SECTIONS[model][0].fields}
        assert fields - told == left_out


def export(client, user) -> dict:
    client.force_login(user)
    answer = client.get("/profile/data/export/")
    assert answer["Content-Disposition"].startswith("attachment;")
    return json.loads(answer.content)


def test_olga_takes_her_case_along(client):
    olga, ivan, maria = (
        make_mentee("olga"),
        make_mentor("ivan"),
        make_mentee("maria", phone="+7 911 111-11-11"),
    )
    case = make_case(olga, ivan, "offered")
    strangers = make_case(maria, ivan, "clarifying")
    Exclusion.objects.create(owner=maria, other=olga, report="Тайная жалоба")

    data = export(client, olga)

    assert [row["email"] for row in data["account"]] == ["olga@example.org"]
    assert [row["school"] for row in data["mentee_profile"]] == ["Школа № 77"]
    assert [(row["label"], row["mentor"]) for row in data["cases"]] == [(case.label, "Иван Петрович Громов")]
    assert [row["situation"] for row in data["case_versions"]] == ["Пишет после одиннадцати вечера."]
    assert [row["title"] for row in data["solutions"]] == ["Встреча"]
    text = json.dumps(data, ensure_ascii=False)
    others = ("Кравцова", "maria@", "ivan@", "+7 911", "Тайная жалоба", strangers.number)
    assert [word for word in others if word in text] == []


def test_what_was_not_sent_yet_is_not_told(client):
    olga, ivan = make_mentee("olga"), make_mentor("ivan")
    write_round(make_case(olga, ivan, "in_work"), "Ещё не отправленный вопрос?")
    assert export(client, olga)["questions_and_my_answers"] == []
    asked = export(client, ivan)["questions_asked_as_mentor"]
    assert [row["text"] for row in asked] == ["Ещё не отправленный вопрос?"]


def test_the_mentor_takes_no_author_along(client):
    olga, ivan = make_mentee("olga"), make_mentor("ivan")
    case = make_case(olga, ivan, "clarifying")
    case.consultations.update(private_notes="Моя заметка")
    data = export(client, ivan)
    assert [(row["case"], row["private_notes"]) for row in data["consultations_as_mentor"]] == [
        (case.label, "Моя заметка")
    ]
    text = json.dumps(data, ensure_ascii=False)
    assert [word for word in ("Ветрова", "olga@", "Школа № 77", "одиннадцати") if word in text] == []


def test_other_rooms_add_their_sections():
    def tell(sender, user, **kwargs):
        return {"saved": [{"title": user.first_name}]}

    signals.own_data_asked.connect(tell)
    try:
        assert own_data(make_mentee("olga"))["saved"] == [{"title": "Ольга"}]
    finally:
        signals.own_data_asked.disconnect(tell)


def test_deletion_needs_the_password(client):
    olga = make_mentee("olga")
    client.force_login(olga)
    answer = client.post("/profile/delete/confirm/", {"password": "не тот"})
    assert list(answer.context["form"].errors) == ["password"]
    assert User.objects.get(pk=olga.pk).email == "olga@example.org"
    assert client.post("/profile/delete/", {"password": PASSWORD}).status_code == 405


def test_olga_deletes_her_account(client):
    consents.load_consents()
    olga, ivan = make_mentee("olga"), make_mentor("ivan")
    for text in consents.missing_consents(olga):
        consents.record(olga, text)
    case = make_case(olga, ivan, "offered")
    reported = Exclusion.objects.create(owner=olga, other=ivan, report="Для модератора")
    client.force_login(olga)
    elsewhere = type(client)()
    elsewhere.force_login(olga)
    closing = []

    def hear(sender, user, **kwargs):
        closing.append(user.email)

    signals.account_closing.connect(hear)
    try:
        answer = client.post("/profile/delete/confirm/", {"password": PASSWORD})
    finally:
        signals.account_closing.disconnect(hear)

    assert (answer["Location"], closing) == ("/", ["olga@example.org"])
    gone = User.objects.get(pk=olga.pk)
    assert (gone.get_full_name(), gone.is_active, gone.has_usable_password()) == ("", False, False)
    assert (gone.email.endswith("@deleted.invalid"), gone.emailaddress_set.count()) == (True, 0)
    assert (MenteeProfile.objects.count(), ConsentRecord.objects.filter(withdrawn_at=None).count()) == (0, 0)
    assert ("_auth_user_id" in client.session, Case.objects.get().number) == (False, case.number)
    assert list(Exclusion.objects.all()) == [reported]
    assert elsewhere.get("/profile/")["Location"].startswith("/accounts/login/")
    anew = type(client)()
    again = anew.post("/accounts/login/", {"login": "olga@example.org", "password": PASSWORD})
    assert (again.status_code, "_auth_user_id" in anew.session) == (200, False)


def test_nothing_of_the_name_stays_in_the_two_rooms():
    ivan = make_mentor("ivan", about="Я Иван Громов")
    TextModule.objects.create(mentor=ivan.mentor_profile, title="Подпись", text="И. П. Громов")
    MentorInvitation.objects.create(email="ivan@example.org", used_by=ivan, note="Громов")
    close_account(ivan)
    kept = [
        str(row)
        for room in ("accounts", "mentoring", "account", "mfa")
        for model in apps.get_app_config(room).get_models()
        for row in model._default_manager.values()
    ]
    assert [row for row in kept if "Громов" in row or "ivan@" in row] == []
    assert Seat.objects.count() == 0


def test_staff_lose_their_powers():
    anna = make_moderator("anna")
    User.objects.filter(pk=anna.pk).update(is_superuser=True, is_staff=True)
    close_account(User.objects.get(pk=anna.pk))
    gone = User.objects.get(pk=anna.pk)
    assert (gone.is_superuser, gone.is_staff, gone.get_all_permissions()) == (False, False, set())


def test_the_address_is_free_again():
    olga = make_mentee("olga")
    close_account(olga)
    assert make_mentee("olga").pk != olga.pk
