"""What a journey needs: people with a browser each, their letters, and pictures of what they see."""

import email
import email.policy
import re
import time
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, TimeoutError, expect

from tests.engines.portal import LivePortal
from tests.people import PASSWORD

TOUR = Path(__file__).resolve().parents[2] / "docs" / "tour"
LETTER_SECONDS = 30


def step(text: str) -> None:
    """Say where the story stands."""
    print(f"  · {text}", flush=True)


class Person:
    """Somebody with an address, a browser page and letters."""

    def __init__(self, key: str, address: str, page: Page, portal: LivePortal) -> None:
        self.key, self.address, self.page, self.portal = key, address, page, portal
        self._read: set[str] = set()

    def sign_in(self) -> "Person":
        """Through the one door."""
        self.page.goto("/accounts/login/")
        self.page.fill("[name=login]", self.address)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main form button.btn")
        expect(self.page.locator("[name=password]")).to_have_count(0)
        return self

    def letter(self, about: str) -> email.message.EmailMessage:
        """The newest unread letter to this person whose subject holds `about`; waits for the worker."""
        deadline = time.monotonic() + LETTER_SECONDS
        while time.monotonic() < deadline:
            for path in sorted(self.portal.letters_dir.glob("*.eml"), key=lambda p: p.stat().st_mtime):
                letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
                if (
                    path.name not in self._read
                    and self.address in str(letter["To"])
                    and about in str(letter["Subject"])
                ):
                    self._read.add(path.name)
                    return letter
            time.sleep(0.2)
        subjects = [
            str(email.message_from_bytes(p.read_bytes(), policy=email.policy.default)["Subject"])
            for p in self.portal.letters_dir.glob("*.eml")
        ]
        raise AssertionError(f"no letter «{about}» to {self.address}; there are {subjects}")

    def follow(self, about: str) -> None:
        """Read a letter and open the first link of the portal in it."""
        letter = self.letter(about)
        text = letter.get_body(("plain",)).get_content()
        link = next(url for url in re.findall(r"https?://\S+", text) if url.startswith(self.portal.url))
        parts = urlsplit(link)
        self.page.goto(parts.path + (f"?{parts.query}" if parts.query else ""))

    def press(self, name: str, *, stays: bool = False) -> None:
        """Press the button or follow the link with this name; a script's button `stays` on its page."""
        target = self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name))
        try:
            if stays:
                target.first.click()
            else:
                self.go(target.first)
        except TimeoutError as error:
            text = self.page.locator("main").inner_text()
            raise AssertionError(f"«{name}» is not at {self.page.url}:\n{text}") from error

    def go(self, target: Locator) -> None:
        """Click what leads to another page and wait for that page: a script may save the text first."""
        with self.page.expect_navigation(wait_until="load"):
            target.click()

    def sees(self, text: str) -> None:
        """Assert that the text stands on the page."""
        expect(self.page.get_by_text(text).first).to_be_visible()


def all_letters_to(person: Person) -> str:
    """Everything ever written to a person, headers included."""
    found = [path.read_bytes() for path in person.portal.letters_dir.glob("*.eml")]
    letters = [email.message_from_bytes(raw, policy=email.policy.default) for raw in found]
    mine = [letter for letter in letters if person.address in str(letter["To"])]
    return "\n".join(
        f"{letter.items()}\n"
        + "\n".join(part.get_content() for part in letter.walk() if part.get_content_maintype() == "text")
        for letter in mine
    )


def photograph(page: Page, name: str) -> None:
    """What one sees at both widths, light and dark, into docs/tour."""
    TOUR.mkdir(parents=True, exist_ok=True)
    before = page.viewport_size
    for width, height in ((390, 844), (1280, 900)):
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=TOUR / f"{name}-{width}-{scheme}.png")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(before)


def register(page, portal, key: str, name: tuple[str, str]) -> Person:
    """Somebody signs up on a phone, confirms the address by the letter, and is in."""
    person = Person(key, f"{key}@example.net", page, portal)
    page.goto("/")
    page.goto("/accounts/signup/")
    page.fill("[name=first_name]", name[0])
    page.fill("[name=last_name]", name[1])
    page.fill("[name=email]", person.address)
    page.fill("[name=password1]", PASSWORD)
    page.fill("[name=password2]", PASSWORD)
    for box in page.locator("input[name^=consent_]").all():
        expect(box).not_to_be_checked()
        box.check()
    page.click("main form.form button.btn")
    person.follow("Подтвердите")
    person.go(page.locator("main form button.btn"))
    if "/login" in page.url:
        person.sign_in()
    page.goto("/cabinet/")
    expect(page).to_have_url(re.compile("/cabinet/"))
    return person


def case_number(person: Person) -> str:
    """The number in the address of the page."""
    return re.search(r"/cases/(\d{4}-\d+)/", person.page.url).group(1)
