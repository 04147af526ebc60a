"""Whatever people type stays text on every page of everybody: no script, no handler, no address that runs."""

import json
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from tests import people
from tests.access.payloads import FILE_NAME, PAYLOADS, infect
from tests.access.test_url_matrix import all_routes
from tests.access.world import ABSENT_UUID, ask, signed_in, staff
from tests.privacy.story import crawl

RUNS = ("href", "src", "action", "formaction", "data", "xlink:href", "srcdoc", "style", "content", "poster")


class Trap(HTMLParser):
    """Remembers what would run: handlers, scripts, addresses, frames that hold a payload."""

    def __init__(self) -> None:
        super().__init__()
        self.caught: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:
        """A tag with whatever belongs to a payload."""
        self.open.append(tag)
        for name, value in attrs:
            value = (value or "").replace("\t", "").replace("\n", "").strip().lower()
            runs = name.startswith("on") or (name in RUNS and ("__x" in value or "javascript:" in value))
            if runs or (name == "srcdoc"):
                self.caught.append(f"<{tag} {name}={value[:60]}>")
        if tag in ("object", "embed", "math", "base"):
            self.caught.append(f"<{tag}>")

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag) -> None:
        """Leave the script."""
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data) -> None:
        """Words of a script."""
        if self.open and self.open[-1] in ("script", "style") and "__x" in data:
            self.caught.append(f"<{self.open[-1]}>{data[:60]}")


def caught_in(page: str) -> list[str]:
    """What would run in a page."""
    trap = Trap()
    trap.feed(page)
    return trap.caught


@pytest.mark.parametrize("payload", [p for p in PAYLOADS if "<" in p and "\\u" not in p])
def test_control_an_unescaped_payload_is_caught(payload):
    assert caught_in(f"<p>x</p><textarea></textarea>{payload}<p>y</p>") != []


def test_control_an_escaped_payload_is_not():
    from django.utils.html import escape

    page = "".join(f'<p title="{escape(p)}">{escape(p)}</p>' for p in PAYLOADS)
    assert caught_in(page) == []
    assert caught_in('<a href="javascript:window.__x=8">') != []
    assert caught_in('<input value="" autofocus onfocus=window.__x=6 x="">') != []


@pytest.fixture
def typed(db):
    """Everybody and two cases in which nothing but payloads stands."""
    users = {"author": people.make_mentee("olga"), "mentor": people.make_mentor("ivan")}
    users |= {"colleague": people.make_mentor("maria"), "moderator": staff("anna", "Moderators")}
    made = infect(users["author"], users["mentor"], users["colleague"])
    return users, made


# Escaping is the templates'; that PostgreSQL keeps what was typed is seen below.
@pytest.mark.once
@pytest.mark.parametrize("reader", ["author", "mentor", "colleague", "moderator"])
def test_no_page_runs_what_was_typed(typed, reader):
    users, made = typed
    client, found, shown, pages = signed_in(users[reader]), {}, set(), 0
    places = [
        route.filled({"number": case.number, "public_id": ABSENT_UUID, "arrow": "complete"}, 1)
        for case in (made.working, made.done)
        for route in all_routes()
        if "number" in route.gaps() and "public_id" not in route.gaps()
    ]
    answers = [(place, ask(client, "get", place)) for place in places]
    answers += list(crawl(users[reader], "/cabinet/", "/notices/", "/profile/", "/admin/", most=120))
    for place, answer in answers:
        assert answer.status_code < 500, place
        assert "\n" not in "".join(answer.headers.values())
        if "html" not in answer.headers.get("Content-Type", ""):
            continue
        page = answer.whole.decode()
        pages += 1
        own = [thing for thing in caught_in(page) if "__x" in thing or "<math" in thing]
        if own:
            found[place] = own
        # A template that was typed is not a template.
        assert "1372208" not in page, place
        shown |= {payload for payload in PAYLOADS if payload.replace("<", "&lt;").partition(">")[0] in page}
    assert found == {}
    assert pages > 40
    assert len(shown) > 5, "the payloads were shown nowhere: nothing is proved"


def test_the_name_of_a_file_cannot_leave_its_header(typed):
    users, made = typed
    client = signed_in(users["mentor"])
    file = made.working.attachments.get(uploader=users["author"])
    answer = ask(client, "get", reverse("cases:file", args=[made.working.number, file.public_id]))
    assert answer["Content-Disposition"].startswith("attachment;")
    assert (answer["X-Content-Type-Options"], "sandbox" in answer["Content-Security-Policy"]) == (
        "nosniff",
        True,
    )
    assert "\n" not in answer["Content-Disposition"]
    assert FILE_NAME not in answer["Content-Disposition"]


@pytest.mark.browser
@pytest.mark.parametrize("bypass_csp", [False, True])
def test_in_a_real_browser_nothing_runs(chromium, portal_server, infected, bypass_csp):
    for role, session in infected["sessions"].items():
        context = chromium.new_context(base_url=portal_server.url, bypass_csp=bypass_csp)
        context.add_cookies([{"name": "sessionid", "value": session, "url": portal_server.url}])
        page = context.new_page()
        first, second = infected["numbers"]
        places = ["/cabinet/", "/notices/", "/profile/", f"/cases/{first}/", f"/cases/{second}/"]
        places += [
            f"/cases/{first}/{part}/"
            for part in ("chat", "questions", "solution", "notes", "format", "reword")
        ]
        opened = 0
        for place in places:
            opened += page.goto(place).status == 200
            page.mouse.move(200, 300)
            page.wait_for_timeout(100)
            assert page.evaluate("window.__x === undefined"), (role, place)
        assert opened >= (3 if role == "foma" else 6), role
        context.close()


@pytest.fixture(scope="module")
def infected(portal_server) -> dict:
    """The same cases in a running portal."""
    said = portal_server.manage("shell", "-c", "from tests.access.payloads import enter; enter()")
    return json.loads(said.partition(">")[2].strip().splitlines()[0])
