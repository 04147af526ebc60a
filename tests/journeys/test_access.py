"""Anybody can use it: axe finds no serious fault, and the mentee's road can be walked by keyboard alone."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.story import Person, step
from tests.people import PASSWORD

pytestmark = pytest.mark.browser

PUBLIC = [
    "/",
    "/guides/problem/",
    "/guides/career/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/library/",
    "/library/cases/",
    "/library/materials/",
    "/library/search/",
    "/library/search/?q=конфликт+с+родителями",
]


# Bytes of a page, its styles and scripts, as they travel.
HEAVIEST = 100_000


@pytest.fixture(scope="module")
def demo(cast, portal_server) -> dict[str, str]:
    """Cases of the cast in the states whose pages are walked: name → number; pages of the library: name → address."""
    printed = portal_server.manage("shell", "-c", "from tests.journeys import cast; cast.fill()")
    return json.loads(re.search(r"> (\{.*\})", printed).group(1))


def serious(page) -> list[str]:
    """What axe holds for serious or critical on this page."""
    found = Axe().run(page).response["violations"]
    return [
        f"{page.url}: {v['id']} ({v['impact']}): {v['nodes'][0]['html'][:160]}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]


def heavy(page) -> list[str]:
    """What this page weighs on its way, pictures apart, if that is more than 100 KB."""
    page.wait_for_load_state("networkidle")
    weight = page.evaluate(
        "() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
        ".filter(e => e.initiatorType !== 'img').reduce((sum, e) => sum + e.encodedBodySize, 0)"
    )
    assert weight > 1000, page.url
    return [f"{page.url}: {weight} bytes"] if weight > HEAVIEST else []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault_and_no_page_is_heavy(scheme, demo, desktop, phone, portal_server):
    faults: list[str] = []
    visitor = phone(color_scheme=scheme)
    for path in PUBLIC:
        visitor.goto(path)
        faults += serious(visitor) + heavy(visitor)
    author = Person("olga-demo", "olga-demo@example.org", phone(color_scheme=scheme), portal_server).sign_in()
    for path in [
        "/cabinet/", "/cases/new/", "/cases/start/problem/", "/cases/start/career/", "/notices/", "/profile/",
        f"/cases/{demo['choosing']}/mentors/", f"/cases/{demo['choosing']}/", f"/cases/{demo['clarifying']}/",
        f"/cases/{demo['clarifying']}/answers/", f"/cases/{demo['clarifying']}/format/", f"/cases/{demo['offered']}/",
        f"/cases/{demo['completed']}/reflection/", f"/cases/{demo['personal']}/chat/",
        f"/cases/{demo['offered']}/move/second_opinion/", "/library/", "/library/saved/", demo["solved"],
        demo["resource"], demo["collection"], f"/cases/{demo['asked']}/publication/",
    ]:  # fmt: skip
        assert author.page.goto(path).status == 200, path
        faults += serious(author.page) + heavy(author.page)
    mentor = Person("elena", "elena@example.org", desktop(color_scheme=scheme), portal_server).sign_in()
    for path in [
        "/cabinet/mentor/", "/profile/mentor/", f"/cases/{demo['awaiting']}/", f"/cases/{demo['awaiting']}/pass-on/",
        f"/cases/{demo['personal']}/questions/", f"/cases/{demo['personal']}/solution/",
        f"/cases/{demo['personal']}/notes/",
    ]:  # fmt: skip
        assert mentor.page.goto(path).status == 200, path
        faults += serious(mentor.page) + heavy(mentor.page)
    pavel = Person("pavel", "pavel@example.org", phone(color_scheme=scheme), portal_server).sign_in()
    assert pavel.page.goto(f"/cases/commentaries/{demo['commentary']}/").status == 200
    faults += serious(pavel.page) + heavy(pavel.page)
    anna = Person("anna", "anna@example.org", desktop(color_scheme=scheme), portal_server).sign_in()
    for path in [
        "/admin/publication/",
        f"/admin/publication/{demo['queued']}/",
        f"/admin/publication/{demo['commented']}/",
    ]:
        assert anna.page.goto(path).status == 200, path
        faults += serious(anna.page)
    assert faults == []


def reach(page, name: str, *, role: str = "") -> None:
    """Go with Tab until the element with this accessible name has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        label = page.evaluate(
            "() => { const e = document.activeElement; const l = e.labels && e.labels[0];"
            " return (e.name || '') + '|' + (e.value || '') + '|' + (l ? l.innerText : e.innerText || '') }"
        )
        if name in label:
            shown = page.evaluate(
                "() => [document.activeElement, document.activeElement.closest('label, article, li')]"
                ".some(e => e && getComputedStyle(e).outlineStyle !== 'none')"
            )
            assert shown, f"{name}: the focus cannot be seen"
            return
    raise AssertionError(f"«{name}» cannot be reached by Tab at {page.url}")


def test_the_mentees_road_by_keyboard_alone(demo, desktop, portal_server):
    print("\nBy keyboard alone:")
    person = Person("olga-demo", "olga-demo@example.org", desktop(), portal_server)
    page = person.page
    page.goto("/accounts/login/")
    reach(page, "login")
    page.keyboard.type(person.address)
    reach(page, "password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/cabinet/**")
    reach(page, "Новый кейс")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/new/")
    page.goto("/cases/start/problem/")
    reach(page, "title|")
    page.keyboard.type("Класс не начинает урок")
    reach(page, "rubrics|roditeli")
    page.keyboard.press("Space")
    reach(page, "situation|")
    page.keyboard.type("Пятнадцать минут уходит на то, чтобы седьмой класс сел и замолчал.")
    reach(page, "question|")
    page.keyboard.type("С чего начинать урок?")
    step("the form is filled")
    reach(page, "do|submit")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/cases/\d{4}-\d+/mentors/"))
    reach(page, "mentor|")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/cases/\d{4}-\d+/$"))
    expect(page.locator("main")).to_contain_text("ожидает наставника")
    step("a mentor is chosen")
    page.goto(f"/cases/{demo['clarifying']}/answers/")
    reach(page, "answer_1|")
    page.keyboard.type("Наверное, ждут звонка и проверяют, замечу ли я.")
    reach(page, "then|")
    page.keyboard.press("Space")
    reach(page, "Продолжить работу с кейсом")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/cases/{demo['clarifying']}/$"))
    step("the questions are answered")


def test_the_library_by_keyboard_alone(demo, desktop, portal_server):
    print("\nThe library by keyboard alone:")
    portal_server.manage("rebuild_index")
    page = Person("olga-demo", "olga-demo@example.org", desktop(), portal_server).sign_in().page
    page.goto("/library/search/")
    reach(page, "q|")
    page.keyboard.type("памятка")
    expect(page.locator(".find__titles a").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"\?q="))
    step("titles are offered and put away, the words are searched for")
    page.goto("/library/search/")
    reach(page, "Решённый кейс")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"kind=solved_case"))
    reach(page, "Убрать")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "kind=" not in url)
    step("a facet is chosen and taken away")
    page.goto(demo["resource"])
    for name, button in (("helped|yes", "#helped-yes"), ("keep|yes", "#keep")):
        reach(page, name)
        page.keyboard.press("Space")
        expect(page.locator(button)).to_have_attribute("aria-pressed", "true")
        expect(page.locator(button)).to_be_focused()
    step("the page is kept, and it is said that it helped")
