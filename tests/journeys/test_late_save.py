"""A save that a page sent while it was being left arrives only after the next page was drawn."""

import json
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect

from tests.journeys.story import register

pytestmark = pytest.mark.browser


def left_unsaved(page) -> tuple[str, dict[str, str]]:
    """A page drawn anew whose text the server has not; where it is saved, and the fields as they were left."""
    page.goto("/cases/start/problem/")
    page.fill("[name=situation]", "Первые слова.")
    expect(page.locator("[data-draft-state]").first).to_contain_text("Сохранено", timeout=15_000)
    form = page.locator("form[data-autosave]")
    address = form.get_attribute("data-autosave")
    page.route(f"**{address}", lambda route: route.abort())
    page.fill("[name=situation]", "Первые слова и ещё несколько.")
    expect(page.locator("[data-draft-state]").first).to_contain_text("Нет связи", timeout=15_000)
    sent = page.evaluate("form => JSON.stringify([...new FormData(form)])", form.element_handle())
    page.goto(page.url)
    expect(page.locator("[name=situation]")).to_have_value("Первые слова и ещё несколько.")
    return address, {name: value for name, value in json.loads(sent) if isinstance(value, str)}


def test_an_own_save_that_comes_late_is_no_newer_text(phone, portal_server):
    page = register(phone(), portal_server, "late", ("Лада", "Сушкова")).page
    address, fields = left_unsaved(page)
    late = page.request.post(address, form=fields, headers={"Accept": "application/json"})
    assert late.ok, late.text()
    page.fill("[name=question]", "Что мне делать?")
    page.unroute(f"**{address}")
    expect(page.locator("[data-draft-state]").first).to_contain_text("Сохранено", timeout=15_000)
    expect(page.locator("#two-texts")).to_have_count(0)
    page.goto(page.url)
    expect(page.locator("[name=situation]")).to_have_value("Первые слова и ещё несколько.")
    expect(page.locator("[name=question]")).to_have_value("Что мне делать?")


def test_a_newer_text_of_another_tab_is_still_shown(phone, portal_server):
    page = register(phone(), portal_server, "newer", ("Рада", "Сушкова")).page
    address, fields = left_unsaved(page)
    other = fields | {"situation": "Совсем другой текст из другой вкладки."}
    answer = page.request.post(address, form=other, headers={"Accept": "application/json"})
    if answer.status == 409:
        # What the page sent while it was left has arrived already.
        other["saved_revision"] = str(answer.json()["revision"])
        answer = page.request.post(address, form=other, headers={"Accept": "application/json"})
    assert answer.ok, answer.text()
    page.fill("[name=question]", "Что мне делать?")
    page.unroute(f"**{address}")
    expect(page.locator("#two-texts")).to_contain_text("Совсем другой текст", timeout=15_000)


@pytest.mark.parametrize("own", [True, False])
def test_where_the_server_does_not_say_what_it_has_it_is_asked_with_what_was_left(phone, portal_server, own):
    page = register(phone(), portal_server, f"unsaid-{own}".lower(), ("Влада", "Сушкова")).page
    address, fields = left_unsaved(page)
    refused = {"error": "Есть более новый текст", "code": "stale", "revision": 9, "texts": {}}

    def answer(route) -> None:
        sent = parse_qs(route.request.post_data)
        left = sent["situation"] == [fields["situation"]] and "question" not in sent
        if (own and left) or sent["saved_revision"] == ["9"]:
            saved = {"revision": 9 if left else 10, "saved_at": "12:00"}
            return route.fulfill(status=200, content_type="application/json", body=json.dumps(saved))
        return route.fulfill(status=409, content_type="application/json", body=json.dumps(refused))

    page.unroute(f"**{address}")
    page.route(f"**{address}", answer)
    page.fill("[name=question]", "Что мне делать?")
    if own:
        expect(page.locator("[data-draft-state]").first).to_contain_text("12:00", timeout=15_000)
        expect(page.locator("#two-texts")).to_have_count(0)
    else:
        expect(page.locator("#two-texts")).to_contain_text("Есть более новый текст", timeout=15_000)
