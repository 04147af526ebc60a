"""The career story: the other form, «выберите за меня», a question before accepting, an answer kept as it was."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.story import Person, case_number, photograph, register, step

pytestmark = pytest.mark.browser


def test_the_career_story(phone, desktop, cast, portal_server):
    print("\nThe career story:")
    rita = register(phone(), portal_server, "rita", ("Рита", "Карьерова"))
    page = rita.page
    visitor = desktop()
    visitor.goto("/")
    photograph(visitor, "home")
    page.goto("/guides/career/")
    photograph(page, "guide")
    rita.press("Спросить о карьере")
    page.fill("[name=title]", "Хочу стать методистом, но не знаю, с чего начать")
    page.locator("input[name=rubrics]").first.check()
    page.fill("[name=position]", "Учитель биологии, третий год, веду кружок.")
    page.fill("[name=wanted_track]", "Методист в своей школе через два-три года.")
    page.fill("[name=obstacles]", "Нет времени и опыта выступлений.")
    page.fill("[name=question]", "С какого шага начать в этом году?")
    rita.press("Отправить")
    number = case_number(rita)
    rita.press("Выберите за меня")
    page.goto(f"/cases/{number}/")
    step("the career form is sent, the portal has chosen a mentor")
    mentor = _chosen(desktop, portal_server, number)
    mentor.follow(f"К-{number}")
    mentor.press("Сначала спрошу")
    mentor.page.fill("[name=question]", "Сколько часов в неделю вы готовы на это отдать?")
    mentor.go(mentor.page.locator("main form .btn-row button.btn--mentor"))
    rita.follow(f"К-{number}")
    page.goto(f"/cases/{number}/answer-first/")
    page.fill("textarea", "Часа три, по субботам.")
    rita.go(page.locator("main form .btn-row button"))
    step("the mentor has asked first, and Rita has answered")
    mentor.page.goto(f"/cases/{number}/")
    mentor.press("Беру")
    mentor.press("Написать возможное решение")
    mentor.page.locator("textarea[name^=steps-]").first.fill(
        "Описать свой кружок на двух страницах\nПоказать завучу"
    )
    mentor.go(mentor.page.locator("button[name=do][value=send]"))
    if mentor.page.locator("button[name=do][value=send]").count():
        # The portal suggests a developing question first; the mentor sends the solution as it is.
        mentor.go(mentor.page.locator("button[name=do][value=send]"))
    page.goto(f"/cases/{number}/")
    rita.press("Спасибо, работа с кейсом завершена")
    page.goto("/cabinet/")
    expect(page.locator("main")).to_contain_text("завершён")
    photograph(page, "cabinet")
    step("the solution is here, and the case is completed")


def _chosen(desktop, portal, number: str) -> Person:
    """Sign in as the mentor whom the portal has chosen: the one who has a letter about this case."""
    printed = portal.manage(
        "shell",
        "-c",
        f"from mentoring.models import Case; print('>', Case.objects.get(number='{number}').mentor.email)",
    )
    address = re.search(r"> (\S+)", printed).group(1)
    return Person(address.split("@")[0], address, desktop(), portal).sign_in()
