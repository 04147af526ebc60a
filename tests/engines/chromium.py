"""Debian's Chromium for journeys: pages of a phone and of a desk that notice what goes wrong in them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

PROGRAM = Path("/usr/bin/chromium")
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
# Names resolve to nothing but this machine, whatever a page asks for.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """Start the browser once; it is an error, never a skip, when it is missing."""
    if not PROGRAM.exists():
        raise RuntimeError(f"{PROGRAM} is missing: apt-get install chromium")
    # Playwright keeps an event loop in this thread; Django would refuse every query of later tests beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(PROGRAM), args=ARGUMENTS)
        yield browser
        browser.close()


class Pages:
    """Makes pages of one size, each with cookies of its own, and remembers what went wrong in them."""

    def __init__(self, browser: Browser, base_url: str, size: dict[str, int], *, touch: bool) -> None:
        self._browser = browser
        self._base_url = base_url
        self._size = size
        self._touch = touch
        self._contexts: list = []
        self.troubles: list[str] = []

    def __call__(self, *, color_scheme: Literal["light", "dark"] = "light", javascript: bool = True) -> Page:
        """Open an empty page of a new visitor; relative addresses are the portal's."""
        context = self._browser.new_context(
            base_url=self._base_url,
            viewport=self._size,
            has_touch=self._touch,
            is_mobile=self._touch,
            color_scheme=color_scheme,
            java_script_enabled=javascript,
            reduced_motion="reduce",
            locale="ru-RU",
            timezone_id="Europe/Moscow",
        )
        context.set_default_timeout(10_000)
        self._contexts.append(context)
        context.on("request", lambda request: self._note_stranger(request.url))
        context.on("console", self._note_console)
        context.on("weberror", lambda error: self.troubles.append(f"script error: {error.error}"))
        return context.new_page()

    def close(self) -> None:
        """Close every visitor's pages; fail when one broke its script or its policy or asked a stranger."""
        for context in self._contexts:
            context.close()
        assert self.troubles == [], self.troubles

    def _note_stranger(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != urlsplit(self._base_url).netloc:
            self.troubles.append(f"a request to a stranger: {address}")

    def _note_console(self, message: ConsoleMessage) -> None:
        # An answer like 404 is an error in the console too, and tests ask for such answers on purpose.
        # A part of a page that was still being fetched when somebody went on is no error either.
        harmless = ("Failed to load resource", "htmx:sendError", "htmx:afterRequest")
        if message.type == "error" and not message.text.startswith(harmless):
            self.troubles.append(f"console: {message.text}")
