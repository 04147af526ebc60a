"""The main job in a real browser: from sign-up to the reflection sheet, personally and anonymously."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.library import out_of_the_library, to_the_library
from tests.journeys.story import Person, all_letters_to, case_number, photograph, register, step

pytestmark = pytest.mark.browser

TITLE = "Мама ученика пишет по ночам и спорит с оценками"
SITUATION = (
    "С октября мама одного из учеников пишет мне в мессенджер после одиннадцати вечера. Каждая четвёрка становится "
    "поводом для разговора: почему не пять, кто ещё получил пять, покажите работу."
)
LATER = (
    " Я пробовала отвечать сразу, потом перестала отвечать ночью. Тогда она написала завучу Марине Сергеевне."
)


@pytest.fixture
def mentors(cast, desktop, portal_server) -> dict[str, Person]:
    """Mentors at their desks, each signed in."""
    return {
        key: Person(key, f"{key}@example.org", desktop(), portal_server).sign_in()
        for key in ("ivan", "maria", "pavel")
    }


def fill_problem(person: Person, form: str) -> None:
    """The form on a phone; the connection is lost in the middle and the draft is found again."""
    page = person.page
    page.goto("/cases/start/problem/")
    page.fill("[name=title]", TITLE)
    page.locator("input[name=rubrics][value=roditeli]").check()
    page.fill("[name=situation]", SITUATION)
    page.locator(f"input[name=format][value={form}]").check()
    expect(page.locator("[data-draft-state]").first).to_contain_text("Сохранено", timeout=15_000)
    page.wait_for_url(re.compile(r"/cases/\d{4}-\d+/draft/"))
    step("the draft has been saved while typing")
    page.context.set_offline(True)
    page.fill("[name=situation]", SITUATION + LATER)
    expect(page.locator("[data-draft-state]").first).to_contain_text("Нет связи", timeout=15_000)
    page.context.set_offline(False)
    address = page.url
    page.goto("/cabinet/")
    page.goto(address)
    expect(page.locator("[name=situation]")).to_have_value(SITUATION + LATER)
    step("the connection was lost in the middle, and the draft is found whole")
    page.fill("[name=question]", "Как ответить, чтобы не стало хуже?")
    page.fill("[name=participants]", "Ученик шестого класса, его мама, завуч")
    expect(page.locator("[data-draft-state]").first).to_contain_text("Сохранено", timeout=15_000)


@pytest.mark.parametrize("form", ["personal", "anonymous"])
def test_the_whole_story(form, phone, desktop, mentors, portal_server):
    print(f"\nThe story, {form}:")
    name = ("Ольга", "Ветрова") if form == "personal" else ("Аглая", "Незванова")
    olga = register(phone(), portal_server, f"olga-{form}", name)
    step("Olga has signed up and followed the letter")
    fill_problem(olga, form)
    if form == "personal":
        photograph(olga.page, "case-form")
    olga.press("Отправить")
    number = case_number(olga)
    expect(olga.page).to_have_url(re.compile(rf"/cases/{number}/mentors/"))
    expect(olga.page.locator(".five .mentor")).to_have_count(5)
    expect(olga.page.locator(".five")).to_contain_text("до ")
    step("five mentors with reasons and dates")
    if form == "personal":
        photograph(olga.page, "five")
    olga.page.locator("input[name=if_unavailable][value=next_best]").check()
    olga.go(olga.page.get_by_role("button", name=re.compile("Выбрать.*Иван")))
    ivan, maria, pavel = mentors["ivan"], mentors["maria"], mentors["pavel"]
    pass_on(ivan, number)
    maria_takes_and_asks(maria, number, photo=form == "personal")
    reformulate(olga, number)
    maria_offers(maria, number)
    second_opinion(olga, pavel, number)
    close(olga, number, photo=form == "personal")
    if form == "personal":
        anna = Person("anna", "anna@example.org", desktop(), portal_server).sign_in()
        visitor = desktop()
        address = to_the_library(olga, anna, visitor, TITLE, ["Ветрова", "Ольга", "Марин", "Сергеевн"])
        out_of_the_library(olga, visitor, number, TITLE, address)
    if form == "anonymous":
        for mentor in (ivan, maria, pavel):
            for path in (f"/cases/{number}/", "/cabinet/mentor/", "/notices/"):
                mentor.page.goto(path)
                learnt = mentor.page.content() + all_letters_to(mentor)
                assert [word for word in (*name, olga.address) if word in learnt] == [], (
                    f"{mentor.key} at {path}"
                )
            assert f"К-{number}" in all_letters_to(mentor)
        step("no mentor has learnt who she is")


def pass_on(ivan: Person, number: str) -> None:
    """Ivan reads the letter, opens the case and passes it on to Maria."""
    ivan.follow(f"К-{number}")
    ivan.press("Передать")
    ivan.page.fill("[name=reason]", "Сейчас на курсах, боюсь задержать ответ.")
    options = ivan.page.locator("[name=colleague] option")
    maria = next(o.get_attribute("value") for o in options.all() if "Мария" in (o.text_content() or ""))
    ivan.page.select_option("[name=colleague]", maria)
    ivan.go(ivan.page.locator("main form button.btn--go"))
    assert ivan.page.goto(f"/cases/{number}/").status == 404
    step("Ivan has passed on and cannot read the case any more")


def maria_takes_and_asks(maria: Person, number: str, *, photo: bool) -> None:
    """Two clarifying questions and a developing one."""
    maria.follow(f"К-{number}")
    maria.press("Беру")
    maria.press("Задать вопросы")
    hints = maria.page.locator("input[name=pick]")
    taken = {"clarifying": 0, "developing": 0}
    for hint in hints.all():
        kind = hint.get_attribute("data-kind")
        if taken[kind] < (2 if kind == "clarifying" else 1):
            hint.check()
            taken[kind] += 1
    expect(maria.page.locator("[data-rows] [data-row]")).to_have_count(3)
    expect(maria.page.locator("[data-draft-state]").first).to_contain_text("Сохранено", timeout=15_000)
    if photo:
        photograph(maria.page, "questions")
    maria.go(maria.page.locator("button[name=do][value=send]"))
    maria.sees("К-" + number)
    step("the case went on to Maria by itself; she has asked three questions")


def reformulate(olga: Person, number: str) -> None:
    """Answers, then version 2."""
    olga.follow(f"К-{number}")
    olga.page.goto(f"/cases/{number}/answers/")
    for box in olga.page.locator("textarea[name^=answer_]").all():
        box.fill("Мне кажется, она боится, что сын не поступит в лицей.")
    olga.page.locator("input[name=then]").last.check()
    olga.press("Продолжить работу с кейсом")
    expect(olga.page).to_have_url(re.compile(rf"/cases/{number}/wording|reword"))
    olga.page.fill(
        "[name=situation]", "Мама боится за поступление сына, а говорит со мной об оценках. " + SITUATION
    )
    olga.press("Отправить")
    olga.page.goto(f"/cases/{number}/")
    step("Olga has answered and reformulated: version 2")


def maria_offers(maria: Person, number: str) -> None:
    """Maria sees the difference and offers two options."""
    maria.follow(f"К-{number}")
    maria.page.goto(f"/cases/{number}/")
    for fold in maria.page.locator("main details").all():
        fold.evaluate("node => { node.open = true }")
    expect(maria.page.locator("main ins").first).to_be_visible()
    maria.press("Написать возможное решение")
    maria.page.locator("textarea[name^=steps-]").first.fill(
        "Ответить утром одним сообщением\nПредложить встречу"
    )
    maria.page.locator("textarea[name^=expected-]").first.fill("Переписка станет реже")
    maria.page.locator("[data-add]").click()
    maria.page.locator("textarea[name^=steps-]").nth(1).fill("Позвать маму на урок\nПоказать критерии")
    expect(maria.page.locator("[data-draft-state]").first).to_contain_text("Сохранено", timeout=15_000)
    maria.go(maria.page.locator("button[name=do][value=send]"))
    step("Maria has seen the difference and offered two options")


def second_opinion(olga: Person, pavel: Person, number: str) -> None:
    """Blind, from Pavel."""
    olga.follow(f"К-{number}")
    olga.page.goto(f"/cases/{number}/")
    expect(olga.page.locator(".option")).to_have_count(2)
    olga.press("Получить второе мнение")
    olga.go(olga.page.locator(".confirm form button").first)
    olga.page.goto(f"/cases/{number}/mentors/")
    olga.go(olga.page.get_by_role("button", name=re.compile("Выбрать.*Павел")))
    pavel.follow(f"К-{number}")
    assert "Позвать маму на урок" not in pavel.page.content()
    pavel.press("Беру")
    pavel.press("Написать возможное решение")
    pavel.page.locator("textarea[name^=steps-]").first.fill(
        "Назначить часы для сообщений\nСказать о них всем семьям"
    )
    assert "Позвать маму на урок" not in pavel.page.content()
    pavel.go(pavel.page.locator("button[name=do][value=send]"))
    step("Pavel has answered blind")


def close(olga: Person, number: str, *, photo: bool) -> None:
    """Both side by side, then the sheet."""
    olga.follow(f"К-{number}")
    olga.page.goto(f"/cases/{number}/compare/")
    expect(olga.page.locator("main")).to_contain_text("Позвать маму на урок")
    expect(olga.page.locator("main")).to_contain_text("Назначить часы для сообщений")
    if photo:
        photograph(olga.page, "compare")
    olga.page.goto(f"/cases/{number}/")
    if photo:
        photograph(olga.page, "case")
    olga.press("Спасибо, работа с кейсом завершена")
    if olga.page.locator(".confirm form button").count():
        olga.go(olga.page.locator(".confirm form button").first)
    olga.page.goto(f"/cases/{number}/reflection/")
    for box in olga.page.locator("main form textarea").all():
        box.fill("Стало понятно, чего боится мама.")
    for group in olga.page.locator("main form fieldset").all():
        group.locator("input[type=radio]").last.check()
    olga.page.locator("input[name=may_publish][value=yes]").check()
    if photo:
        photograph(olga.page, "reflection")
    olga.press("Завершить")
    olga.page.goto(f"/cases/{number}/")
    olga.sees("Завершён")
    step("Olga has compared, finished the case and filled the sheet")
