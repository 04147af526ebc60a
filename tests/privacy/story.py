"""The planted author's way through the portal, stage by stage, and the eyes that look on."""

from collections.abc import Iterator
from html.parser import HTMLParser
from types import SimpleNamespace
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from home.shipped import load_pages
from mentoring import attachments, closing, collegial, formats
from mentoring.enums import Tried
from mentoring.models import AfterCheck, Case, MenteeProfile, ReflectionSheet
from mentoring.workflow import advance
from tests import people
from tests.access.world import ask, signed_in, staff
from tests.mentoring import upload_files
from tests.privacy.sentinels import KEY, NAMES, PLACE, PLANTED, PROFILE

# Everybody but the author. What they see must not tell who she is.
READERS = (
    "mentor",
    "second",
    "colleague",
    "stranger",
    "mentee",
    "moderator",
    "editor",
    "support",
    "researcher",
)
STAFF = READERS[5:]
SKIPPED = ("/static/", "/accounts/logout/", "/admin/logout/", "/i18n/")


def make_people() -> SimpleNamespace:
    """The planted author, keyed so that her key cannot be taken for any other number, and the readers."""
    users = {
        "mentor": people.make_mentor("ivan", capacity=20), "second": people.make_mentor("maria", capacity=20),
        "colleague": people.make_mentor("pavel"), "stranger": people.make_mentor("boris"),
        "mentee": people.make_mentee("elena"), "moderator": staff("anna", "Moderators"),
        "editor": staff("vera", "Editors"), "support": staff("nina", "Support"),
        "researcher": staff("lev", "Researchers"),
    }  # fmt: skip
    author = people.make_user("zhuzha", id=KEY, **NAMES)
    author.email = PLANTED["e-mail"]
    author.portrait.name = f"portraits/{PLANTED['portrait']}.jpg"
    author.save()
    author.emailaddress_set.update(email=author.email)
    MenteeProfile.objects.create(user=author, **PROFILE)
    load_pages()
    return SimpleNamespace(author=author, users=users, case=None, stage="", others=[])


def make_files() -> list[SimpleUploadedFile]:
    """What she attaches: her name stands in the names of the files and wherever a format keeps its maker."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(upload_files, "OLGA", PLANTED["author of a file"])
        made = {
            "jpg": upload_files.photo(), "png": upload_files.labelled_png(), "pdf": upload_files.pdf(),
            "docx": upload_files.pack(upload_files.docx_parts()), "odt": upload_files.pack(upload_files.odt_parts()),
        }  # fmt: skip
    return [
        SimpleUploadedFile(f"{PLANTED['upload']}_Жужелицыной.{kind}", content)
        for kind, content in made.items()
    ]


def live(world: SimpleNamespace) -> Iterator[str]:
    """Lead her case through every state. Yields the name of a stage each time there is something to look at."""
    author, users = world.author, world.users
    mentor, second, colleague = users["mentor"], users["second"], users["colleague"]
    case = people.make_draft(author, contact=PLANTED["contact"], collegial=True)
    for file in make_files():
        attachments.add_attachment(case, file, uploader=author, version=case.draft_version())
    world.case = case
    yield "draft"
    case = _walk_in(world, case)
    yield "choosing"
    case = people.choose(case, mentor)
    yield "awaiting"
    case = advance(case, "ask_first", by=mentor, question="Давно ли это длится?")
    yield "asked before accepting"
    case = advance(case, "answer_first", by=author, answer="С сентября.")
    case = advance(case, "accept", by=mentor)
    formats.ask_leave(case, "personal", by=mentor, why="Поговорить")
    collegial.invite(case, str(colleague.mentor_profile.public_id), by=mentor, question="Что думаете?")
    yield "in work, colleague reads"
    people.write_round(case, "Чего боится мама?")
    case = advance(case, "ask", by=mentor)
    people.write_answers(case)
    people.write_version(case)
    yield "clarifying"
    case = advance(case, "reformulate", by=author)
    asked = collegial.opinion_of(Case.objects.get(pk=case.pk), colleague)
    collegial.give_opinion(asked, "Начните с малого", by=colleague)
    yield "second version"
    people.write_solution(case)
    case = advance(case, "offer", by=mentor)
    closing.exclude(case, "author", by=mentor, report="Пишет резко")
    yield "offered"
    case = advance(people.choose(advance(case, "second_opinion", by=author), second), "accept", by=second)
    yield "second opinion in work"
    people.write_solution(case)
    case = advance(case, "offer", by=second)
    yield "two opinions"
    case = advance(case, "complete", by=author)
    closing.give_thanks(case, "first", by=author, text="Спасибо за участие")
    closing.write_review(case, "second", by=author, text="Отвечали бодро", mark=4)
    closing.exclude(case, "mentor-1", by=author, report="Был груб")
    ReflectionSheet.objects.filter(case=case).update(may_publish=True)
    AfterCheck.objects.filter(case=case).update(ask_at=timezone.now())
    closing.answer_after_check(case, by=author, answer=Tried.values[0], helped=True, text="Помогло")
    closing.follow_up(case, by=author)
    yield "completed"
    _narrowed(world)
    yield "narrowed and withdrawn beside it"


def _walk_in(world: SimpleNamespace, case: Case) -> Case:
    """She sends the case herself, over HTTP, from her own address and browser, and looks at her pages."""
    browser = signed_in(world.author, **PLACE)
    browser.get(reverse("cases:draft", args=[case.number]))
    case = advance(case, "submit", by=world.author)
    for place in ("cases:case", "cases:mentors", "cases:format"):
        assert browser.get(reverse(place, args=[case.number])).status_code == 200
    return case


def _narrowed(world: SimpleNamespace) -> None:
    """Beside it: a case that was personal and is not any more, and one that she took back."""
    shown = people.make_case(world.author, world.users["second"], "in_work", format="personal")
    # Letters of a personal case may name her: what was sent cannot be unsent, and it is not looked at here.
    formats.narrow(shown, by=world.author)
    asked = people.make_case(world.author, world.users["second"], "awaiting")
    world.others = [shown, advance(asked, "withdraw", by=world.author)]


class _Links(HTMLParser):
    """Every address that a page leads to: links, pictures, and forms that only ask."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:
        """Collect what may be followed by GET."""
        given = dict(attrs)
        names = ("href", "src", "hx-get", "data-url", "data-src", "data-chooser-url")
        self.found += [given[name] for name in names if given.get(name)]
        if tag == "form" and given.get("action") and (given.get("method") or "get").lower() == "get":
            self.found.append(given["action"])


def crawl(user, *starts: str, most: int = 400) -> Iterator[tuple[str, object]]:
    """Every page that a user comes to by following links, each address once, lists in one order only."""
    client, waiting, seen = signed_in(user), list(starts), set()
    while waiting and len(seen) < most:
        place = waiting.pop(0)
        parts = urlsplit(place)
        if (
            parts.path in seen
            or parts.netloc
            or not parts.path.startswith("/")
            or parts.path.startswith(SKIPPED)
        ):
            continue
        seen.add(parts.path)
        answer = ask(client, "get", f"{parts.path}?{parts.query}" if parts.query else parts.path)
        yield place, answer
        if answer.status_code in (301, 302, 303):
            waiting.append(urljoin(place, answer["Location"]))
        elif "html" in answer.headers.get("Content-Type", ""):
            links = _Links()
            links.feed(answer.whole.decode())
            waiting += [urljoin(place, link) for link in links.found]
