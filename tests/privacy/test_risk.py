"""How many teachers fit what a published case tells: what is not told does not count, what is told has its advice."""

import pytest

from mentoring.enums import RiskLevel
from mentoring.models import MenteeProfile
from mentoring.privacy import deidentifying, publication
from mentoring.privacy.risk import residual_risk
from mentoring.privacy.telling import bare_month, told_by
from tests.privacy.works import by_now, cleared, crowd

pytestmark = pytest.mark.django_db

VILLAGE = {"region": "Тверская область", "settlement": "village", "school_type": "rural"}
SEASON = "назовите время года или напишите «однажды»."
LYCEUM = {"region": "Тверская область", "settlement": "city", "school_type": "lyceum"}


def told_of(text: str, **profile) -> dict[str, str]:
    """What a text tells of a teacher, in its words."""
    found = told_by([text], MenteeProfile(**{"stage": "basic", **profile}))
    return {name: telling.words for name, telling in found.items()}


@pytest.mark.parametrize(
    ("text", "profile", "expected"),
    [
        ("Ученики молчат.", LYCEUM, {}),
        ("Мы живём в Тверской области.", LYCEUM, {"region": "Тверской области"}),
        ("Мы живём в Тверской области.", {}, {}),
        ("Мы живём в Калужской области.", LYCEUM, {}),
        ("Наши лицеисты молчат.", LYCEUM, {"school_type": "лицеисты"}),
        ("Сын не поступит в лицей.", VILLAGE, {}),
        (
            "Я учу в сельской школе.",
            VILLAGE,
            {"settlement": "сельской", "school_type": "сельской школе"},
        ),
        ("Наше село далеко.", VILLAGE, {"settlement": "село"}),
        ("У нас посёлок.", VILLAGE, {"settlement": "посёлок"}),
        ("У нас посёлок.", LYCEUM, {}),
        ("У нас большой город.", LYCEUM, {"settlement": "большой город"}),
        ("Это мой 7 класс.", {}, {"grade": "7 класс"}),
        ("Это мой 7-й «Б» класс.", {}, {"grade": "7-й «Б» класс"}),
        ("Всё знает 7Б.", {}, {"grade": "7Б"}),
        ("Это седьмые классы.", {}, {"grade": "седьмые классы"}),
        ("Мои семиклассники молчат.", {}, {"grade": "семиклассники"}),
        ("Мои одноклассники молчат.", {}, {}),
        ("В школе 7 классов.", {}, {}),
        ("Братья учатся в 3 классе.", {}, {}),
        ("Это случилось 12 марта.", {}, {"month": "12 марта"}),
        ("Это случилось в марте 2025 года.", {}, {"month": "марте 2025 года"}),
        ("Это случилось 12.03.2025.", {}, {"month": "12.03.2025"}),
        ("С октября она молчит.", {}, {}),
    ],
)  # fmt: skip
def test_what_a_text_tells(text, profile, expected):
    assert told_of(text, **profile) == expected


def test_a_month_alone_is_found():
    found = [bare_month([text]) for text in ("Молчит.", "С октября она молчит.", "Март.", "Было в мае.")]
    assert found == ["", "С октября", "", "в мае"]


def told(work, sentence: str):
    """The public copy with a sentence more, as a moderator would leave it."""
    deidentifying.edit(work, {"tried": f"Я молчала. {sentence}"}, by=None, seen=by_now(work).revision)
    return by_now(work).public_case


def olga(**profile):
    """Olga's case with everything decided; she is one of many biologists, and few live as she does."""
    work = cleared()
    MenteeProfile.objects.filter(user=work.case.author).update(
        subject="biology", stage="basic", years=2, **profile
    )
    return work


def test_nothing_told_is_nothing_counted():
    work = olga(**VILLAGE)
    crowd(40)
    risk = residual_risk(told(work, "Все молчали."))
    assert (risk.level, risk.k, risk.reasons) == (RiskLevel.LOW, 20, ())


@pytest.mark.parametrize(
    ("sentence", "advice"),
    [
        ("Мы живём в Тверской области.", "Уберите регион: «Тверской области»."),
        ("Наше село далеко.", "Вместо «село» напишите «у нас»: размер населённого пункта тоже подсказка."),
        ("Мы малокомплектная школа.", "Вместо типа школы, «малокомплектная», напишите «школа»."),
    ],
)
def test_what_is_told_is_counted_by_the_profiles(sentence, advice):
    work = olga(**VILLAGE)
    crowd(40)
    risk = residual_risk(told(work, sentence))
    [reason] = risk.reasons
    assert (risk.level, risk.k) == (RiskLevel.HIGH, 1)
    assert reason.text == (
        f"Под то, что сказано на карточке и в тексте, подходит только 1 педагог портала. {advice}"
    )
    assert "risk" in {one.code for one in publication.obstacles(by_now(work).public_case)}


def test_enough_teachers_of_the_place_are_enough():
    work = olga(**VILLAGE)
    crowd(40, **VILLAGE)
    risk = residual_risk(told(work, "Мы живём в Тверской области, в селе."))
    assert (risk.level, risk.reasons) == (RiskLevel.LOW, ())


def test_two_things_together_are_rarer_than_each():
    work = olga(**VILLAGE)
    crowd(10, **{**VILLAGE, "region": "Калужская область"})
    others = list(MenteeProfile.objects.exclude(user=work.case.author).values_list("pk", flat=True))
    MenteeProfile.objects.filter(pk__in=others[:7]).update(region="Тверская область", settlement="city")
    apart = [residual_risk(told(work, said)).k for said in ("Наше село далеко.", "Это Тверская область.")]
    risk = residual_risk(told(work, "Это Тверская область, село."))
    assert (apart, risk.k, risk.blocks) == ([4, 8], 1, True)


@pytest.mark.parametrize(
    ("sentence", "count", "k", "level", "advice"),
    [
        ("Это мой 7 класс.", 19, 10, RiskLevel.MEDIUM, "Вместо «7 класс» назовите только ступень: «5–9 классы»."),
        ("Это мой 7 класс.", 39, 20, RiskLevel.LOW, ""),
        ("Было 12 марта.", 39, 4, RiskLevel.HIGH, f"Уберите месяц: вместо «12 марта» {SEASON}"),
        ("Было 12 марта.", 199, 20, RiskLevel.LOW, ""),
    ],
)  # fmt: skip
def test_class_and_month_are_spread_over_the_teachers(sentence, count, k, level, advice):
    work = olga()
    crowd(count)
    risk = residual_risk(told(work, sentence))
    assert (risk.k, risk.level) == (k, level)
    assert [reason.text.split(". ", 1)[1] for reason in risk.reasons] == ([advice] if advice else [])


def test_a_class_tells_its_stage():
    work = olga()
    crowd(40, stage="primary")
    deidentifying.tell_less(work, {"stage": ""}, by=None, seen=by_now(work).revision)
    assert [residual_risk(told(work, said)).k for said in ("Все молчали.", "Это мой 7 класс.")] == [20, 0]


def test_a_month_alone_warns_and_blocks_nothing():
    work = olga()
    crowd(24)
    risk = residual_risk(told(work, "С октября все молчали."))
    assert (risk.level, risk.k, [reason.text for reason in risk.reasons]) == (
        RiskLevel.MEDIUM,
        20,
        [f"Вместе с годом в карточке слова «С октября» говорят, когда это было. Н{SEASON[1:]}"],
    )


def test_the_portal_is_asked_the_same_number_of_questions(django_assert_num_queries):
    work = olga(**VILLAGE)
    copy = told(work, "Это мой 7 класс в селе Тверской области, 12 марта.")
    for _ in range(2):
        with django_assert_num_queries(3):
            residual_risk(copy)
        crowd(30) if not MenteeProfile.objects.filter(user__email="alike0@example.org") else None
