"""One prepared world for the access tests: ten readers, cases all along their road, objects to ask for."""

from contextlib import contextmanager
from types import SimpleNamespace
from uuid import uuid4

from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import ConsentText, MentorInvitation
from accounts.portraits import set_portrait
from home.shipped import load_pages
from knowledge_base.shipped import load_library_frame
from mentoring import attachments, chat, closing, collegial, formats
from mentoring.models import (
    AfterCheck,
    Case,
    Commentary,
    Deidentification,
    Exclusion,
    MentorPause,
    PublicCase,
    ReflectionSheet,
    TextModule,
)
from mentoring.privacy import publication
from mentoring.workflow import advance
from notices.models import Notice
from tests import library, people

ROLES = (
    "visitor", "mentee", "other_mentor", "author", "mentor", "colleague", "moderator", "editor", "support",
    "researcher",
)  # fmt: skip
ABSENT_NUMBER = "1999-000000"
ABSENT_UUID = "00000000-0000-4000-8000-000000000000"
ABSENT_KEY = 987_654_321


def staff(key: str, group: str):
    """A member of the staff by the group alone, as the portal ships it."""
    user = people.make_user(key)
    user.groups.add(Group.objects.get(name=group))
    return user


def text_file(name: str = "записка.txt", words: str = "Добрый вечер"):
    """A small file that every form takes."""
    return SimpleUploadedFile(name, words.encode())


def build() -> SimpleNamespace:
    """Everybody and everything; `users[role]`, `numbers[key]`, `args[name]` for what is no case."""
    author, stranger = people.make_mentee("olga"), people.make_mentee("elena")
    mentor, colleague, other = (people.make_mentor(key, capacity=20) for key in ("ivan", "maria", "pavel"))
    users = {
        "visitor": None, "mentee": stranger, "other_mentor": other, "author": author, "mentor": mentor,
        "colleague": colleague, "moderator": staff("anna", "Moderators"), "editor": staff("vera", "Editors"),
        "support": staff("nina", "Support"), "researcher": staff("lev", "Researchers"),
    }  # fmt: skip
    text, _made = ConsentText.objects.get_or_create(
        code="rules", version="1", defaults={"title": "Правила", "text": "Будьте добры."}
    )
    for user in users.values():
        if user is not None:
            for missing in ConsentText.objects.all():
                user.consents.get_or_create(text=missing, defaults={"digest": missing.digest})
    world = SimpleNamespace(users=users, numbers={}, files={}, args={}, cases={})
    for key, case in _cases(world, author, mentor, colleague).items():
        world.cases[key], world.numbers[key] = case, case.number
    profile = mentor.mentor_profile
    set_portrait(mentor, content=ContentFile(b"\xff\xd8\xff\xe0"), extension="jpg")
    load_pages()
    load_library_frame()
    remarked = Deidentification.objects.create(
        public_case=PublicCase.objects.create(title="Для библиотеки", direction="problem", year=2026)
    )
    today = timezone.localdate()
    shown = world.cases["shown"]
    ReflectionSheet.objects.filter(case=shown).update(may_publish=True, finished_at=timezone.now())
    queued = publication.enter_queue(shown).public_case
    PublicCase.objects.filter(pk=queued.pk).update(status="with_author", digest="0" * 64)
    world.args = {
        "key": queued.key,
        "commentary": Commentary.objects.create(deidentification=remarked, colleague=colleague).key,
        "consent": text.code,
        "invitation": MentorInvitation.objects.create(email="novaya@example.org").token,
        "mentor": str(profile.public_id),
        "colleague": str(colleague.mentor_profile.public_id),
        "module": TextModule.objects.create(mentor=profile, title="Встреча", text="Позовите маму").pk,
        "pause": MentorPause.objects.create(mentor=profile, first_day=today, last_day=today).pk,
        "exclusion": Exclusion.objects.get(owner=author).pk,
        "resource": library.make_resource("Для своих", "for-members", audience="members"),
        "notice": Notice.objects.filter(user=author).first().pk,
    }
    return world


def _cases(world, author, mentor, colleague) -> dict[str, Case]:
    make, cases = people.make_case, {}
    cases["draft"] = make(author, state="draft")
    file = attachments.add_attachment(
        cases["draft"], text_file(), uploader=author, version=cases["draft"].draft_version()
    )
    world.files["draft"] = str(file.public_id)
    cases["choosing"] = make(author)
    cases["awaiting"] = make(author, mentor, "awaiting")
    cases["asked"] = advance(make(author, mentor, "awaiting"), "ask_first", by=mentor, question="Давно ли?")
    cases["clarifying"] = make(author, mentor, "clarifying")
    cases["offered"] = make(author, mentor, "offered")
    cases["withdrawn"] = make(author, state="withdrawn")
    cases["work"] = _in_work(world, author, mentor, colleague)
    cases["personal"] = make(author, mentor, "in_work", format="personal")
    formats.ask_leave(cases["personal"], "collegial", by=mentor, why="Нужен методист")
    chat.send_message(cases["personal"], by=author, text="Здравствуйте", key=uuid4())
    chat.send_message(cases["personal"], by=mentor, text="Добрый день", key=uuid4())
    cases["done"] = make(author, mentor, "completed")
    AfterCheck.objects.filter(case=cases["done"]).update(ask_at=timezone.now())
    twice = advance(make(author, mentor, "offered"), "second_opinion", by=author)
    twice = advance(people.choose(twice, colleague), "accept", by=colleague)
    people.write_solution(twice)
    cases["twice"] = advance(twice, "offer", by=colleague)
    cases["shown"] = make(author, mentor, "completed")
    closing.exclude(cases["done"], "mentor-1", by=author, report="Резкий тон")
    return cases


def _in_work(world, author, mentor, colleague) -> Case:
    case = people.make_draft(author, collegial=True)
    file = attachments.add_attachment(case, text_file(), uploader=author, version=case.draft_version())
    case = people.choose(advance(case, "submit", by=author), mentor)
    case = advance(case, "accept", by=mentor)
    people.write_round(case, "Чего боится мама?")
    case = advance(case, "ask", by=mentor)
    people.write_answers(case)
    case = advance(case, "keep", by=author)
    collegial.invite(case, str(colleague.mentor_profile.public_id), by=mentor, question="Что думаете?")
    solution = people.write_solution(case)
    unsent = attachments.add_attachment(case, text_file("план.txt"), uploader=mentor, solution=solution)
    world.files["work"], world.files["unsent"] = str(file.public_id), str(unsent.public_id)
    return Case.objects.get(pk=case.pk)


def signed_in(user, **options) -> Client:
    """A client of this user's; of a visitor for None. An exception of the portal becomes a status 500."""
    client = Client(raise_request_exception=False, **options)
    if user is not None:
        client.force_login(user)
    return client


@contextmanager
def undone():
    """Whatever the block does to the database and the cache is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    cache.clear()


def ask(client: Client, method: str, place: str, data: dict | None = None, **more):
    """One answer, after which nothing has happened: database, cache and cookies are as before."""
    cookies = client.cookies.copy()
    with undone():
        answer = getattr(client, method)(place, data or {}, **more)
        answer.whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    client.cookies = cookies
    return answer
