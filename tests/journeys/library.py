"""The way of a solved case into the library and out again, in the browsers of its people."""

import re
import time

from playwright.sync_api import Page, expect

from tests.journeys.story import Person, photograph, step

# Where something published could still be seen after it was withdrawn.
SHOWN_AT = (
    "/library/",
    "/library/feed/",
    "/api/v1/library/cases/",
    "/sitemap.xml",
    "/library/search/?q=спорить+об+оценке+ночью",
)
QUEUE = "/admin/publication/"
# The goal for a typical case: what a moderator does in five minutes.
MOST_DEEDS = 40


class Desk:
    """A moderator at the desk, working by keyboard; `deeds` counts keys and clicks."""

    def __init__(self, person: Person) -> None:
        self.person, self.page, self.deeds = person, person.page, 0

    def key(self, key: str) -> None:
        """One key that decides something: the page comes anew."""
        self.deeds += 1
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press(key)

    def click(self, selector: str) -> None:
        """One button."""
        self.deeds += 1
        self.person.go(self.page.locator(selector).first)

    def open(self, title: str) -> None:
        """The case in the queue; the worker may still be bringing it."""
        link = self.page.get_by_role("link", name=title)
        deadline = time.monotonic() + 30
        self.page.goto(QUEUE)
        while not link.count() and time.monotonic() < deadline:
            time.sleep(0.3)
            self.page.goto(QUEUE)
        self.deeds += 1
        self.person.go(link.first)

    def decide_everything(self) -> None:
        """Accept what is certain, leave posts, look at the rest one by one; then tell less until it is safe."""
        for key in ("a", "d"):
            if self.page.locator(f"button[data-key={key}]").count():
                self.key(key)
        while self.page.locator("[data-question]").count():
            label = self.page.locator("[data-question] [name=label]").first.input_value()
            self.key("Enter" if label in ("PER", "SCHOOL", "PHONE") else "x")
        while self.page.locator("button[value=drop_facet]").count():
            self.click("button[value=drop_facet]")


def to_the_library(olga: Person, anna: Person, visitor: Page, title: str, names: list[str]) -> str:
    """De-identified, vetoed once, mended, published. Returns the address of the page in the library."""
    desk, began = Desk(anna), time.monotonic()
    desk.open(title)
    photograph(desk.page, "de-identification")
    desk.decide_everything()
    text = desk.page.locator(".deid-sides").inner_text()
    assert "Каждая четвёрка" in text
    desk.key("s")
    deeds, minutes = desk.deeds, (time.monotonic() - began) / 60
    step(f"Anna has de-identified the case: {deeds} keys and clicks, {minutes:.1f} minutes")
    assert deeds <= MOST_DEEDS
    olga.follow("готов для библиотеки")
    shown = olga.page.locator(".public-copy").inner_text()
    assert [name for name in names if name in shown] == []
    olga.page.fill("[name=words]", "Уберите, пожалуйста, про завуча.")
    olga.press("Так нельзя: исправьте")
    step("Olga has read what would be published and asked for a change")
    anna.follow("просит исправить")
    desk.open(title)
    anna.sees("Уберите, пожалуйста, про завуча.")
    side = desk.page.locator(".deid-side", has=desk.page.get_by_role("heading", name="Ситуация"))
    side.locator("summary").click()
    area = side.locator("textarea")
    area.fill(re.sub(r"\s*Тогда она написала завучу[^.]*\.\s?(?:[А-Я]\.)?", "", area.input_value()))
    anna.go(side.locator("button[value=edit]"))
    while desk.page.locator("[data-question]").count():
        desk.key("x")
    desk.key("s")
    olga.follow("готов для библиотеки")
    assert "завуч" not in olga.page.locator(".public-copy").inner_text()
    olga.press("Можно публиковать")
    step("Anna has mended it, and Olga agrees")
    anna.follow("согласен на публикацию")
    desk.open(title)
    desk.key("s")
    visitor.goto("/library/search/?q=спорить+об+оценке+ночью")
    found = visitor.locator("main").get_by_role("link", name=title)
    deadline = time.monotonic() + 30
    while not found.count() and time.monotonic() < deadline:
        time.sleep(0.3)
        visitor.reload()
    expect(found.first).to_be_visible()
    photograph(visitor, "search")
    found.first.click()
    expect(visitor.locator("h1")).to_have_text(title)
    page = visitor.locator("main").inner_text()
    assert [name for name in names if name in visitor.content()] == []
    assert "Позвать маму на урок" in page
    photograph(visitor, "solved-case")
    step("a visitor has found the case by other forms of its words")
    return visitor.url


def out_of_the_library(olga: Person, visitor: Page, number: str, title: str, address: str) -> None:
    """The author takes it out, and it is gone everywhere at once."""
    for place in SHOWN_AT[1:]:
        assert title in _body(visitor, place) or address.rstrip("/") in _body(visitor, place), place
    olga.page.goto(f"/cases/{number}/publication/")
    olga.page.locator("main details summary").first.click()
    olga.go(olga.page.locator("button[value=withdraw]"))
    assert visitor.goto(address).status == 404
    key = address.rstrip("/").rsplit("/", 1)[-1]
    for place in SHOWN_AT:
        body = _body(visitor, place)
        assert title not in body, place
        assert key not in body, place
    step("Olga has taken the case out, and it is gone from page, search, feed, open data and sitemap")


def _body(page: Page, place: str) -> str:
    answer = page.request.get(place)
    assert answer.ok, f"{place} answers {answer.status}"
    return answer.text()
