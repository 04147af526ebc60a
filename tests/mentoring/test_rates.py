"""Each bucket fills alone: 429 says when to repeat, what was typed stays, and the other buckets are open."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.conf import settings as portal
from django.urls import reverse

from mentoring.models import Attachment, Case, ChatMessage
from tests import people
from tests.access.world import signed_in, text_file
from tests.mentoring.test_drafts import STORY

pytestmark = pytest.mark.django_db
MOST = 2
JSON = {"headers": {"Accept": "application/json"}}


@pytest.fixture
def world(settings):
    """Olga with drafts and a chat, and buckets that hold two deeds each."""
    rates = {name: (MOST, seconds) for name, (_most, seconds) in portal.DEED_RATES.items()}
    settings.DEED_RATES = rates
    settings.ACCOUNT_RATE_LIMITS = {
        name: f"{most}/{seconds}s/user" for name, (most, seconds) in rates.items()
    }
    olga, ivan = people.make_mentee(), people.make_mentor("ivan", capacity=9)
    talk = people.make_case(olga, ivan, "in_work", format="personal")
    drafts = iter([people.make_draft(olga) for _ in range(MOST + 2)])
    return SimpleNamespace(olga=olga, talk=talk, drafts=drafts, client=signed_in(olga))


def at(name: str, case: Case) -> str:
    return reverse(f"cases:{name}", args=[case.number])


def autosave(world):
    return world.client.post(at("autosave", next(world.drafts)), {**STORY, "saved_revision": "0"}, **JSON)


def chat_message(world):
    return world.client.post(at("chat", world.talk), {"text": "Добрый вечер", "key": uuid4()})


def upload(world):
    return world.client.post(at("attach", next(world.drafts)), {"files": text_file(), "ordinal": "1"}, **JSON)


def case_submission(world):
    case = next(world.drafts)
    typed = {**STORY, "ordinal": "1", "revision": "0", "saved_revision": "0", "do": "submit"}
    return world.client.post(at("draft", case), {**typed, "situation": f"Набрано для {case.number}"})


DEEDS = {deed.__name__: deed for deed in (autosave, chat_message, upload, case_submission)}


def test_every_bucket_is_tried_and_every_bucket_has_room_for_people():
    assert set(DEEDS) == set(portal.DEED_RATES)
    # A form saves itself once a second while one types.
    most, seconds = portal.DEED_RATES["autosave"]
    assert most / seconds > 1


@pytest.mark.parametrize("bucket", DEEDS)
def test_a_full_bucket_says_when_to_repeat_and_leaves_the_others_open(bucket, world):
    assert [DEEDS[bucket](world).status_code < 400 for _ in range(MOST)] == [True] * MOST
    made = (
        ChatMessage.objects.count(),
        Attachment.objects.count(),
        Case.objects.exclude(state="draft").count(),
    )
    full = DEEDS[bucket](world)
    assert (full.status_code, full["Retry-After"]) == (429, str(portal.DEED_RATES[bucket][1]))
    assert "Получилось слишком часто" in (
        full.json()["error"] if bucket in ("autosave", "upload") else full.content.decode()
    )
    now = (
        ChatMessage.objects.count(),
        Attachment.objects.count(),
        Case.objects.exclude(state="draft").count(),
    )
    assert now == made
    world.drafts = iter([people.make_draft(world.olga) for _ in DEEDS])
    others = {name: deed(world).status_code for name, deed in DEEDS.items() if name != bucket}
    assert {name for name, status in others.items() if status >= 400} == set()


def test_what_was_typed_for_a_full_bucket_stays(world):
    for _ in range(MOST):
        chat_message(world)
        case_submission(world)
    assert chat_message(world).context["form"]["text"].value() == "Добрый вечер"
    page = case_submission(world)
    case = page.context["case"]
    assert page.context["form"]["situation"].value() == f"Набрано для {case.number}"
    assert case.draft_version().situation == f"Набрано для {case.number}"


def test_the_bucket_of_one_is_not_the_bucket_of_another(world):
    for _ in range(MOST):
        chat_message(world)
    world.client = signed_in(world.talk.mentor)
    assert chat_message(world).status_code == 303
