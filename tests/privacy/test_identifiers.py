"""Whatever tells who somebody is gets found, however it is written."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring.privacy import Known, Suspicion, Tier, find_identifiers, suspicions
from mentoring.privacy.structured import is_card, is_inn, is_snils, structured
from tests.privacy.annotated import parse, read_wordings


def found(text: str, known: Known | None = None) -> dict[str, str]:
    """Fragment → label of everything found."""
    return {one.fragment: one.label for one in suspicions(text, known=known)}


def test_a_name_with_its_patronymic_is_one_mark_and_the_offsets_are_those_of_the_text():
    text = "Подошла к Ольге Николаевне, она вздохнула."
    start = text.index("Ольге")
    assert find_identifiers(text) == [(start, start + len("Ольге Николаевне"), "PER")]
    assert suspicions(text) == [
        Suspicion(start, start + len("Ольге Николаевне"), "PER", Tier.SURE, "Ольге Николаевне")
    ]


@pytest.mark.parametrize(
    ("text", "fragment", "label"),
    [
        ("мой номер 8 900 000 12 34, звоните", "8 900 000 12 34", "PHONE"),
        ("мой номер +7 (900) 000-45-67.", "+7 (900) 000-45-67", "PHONE"),
        ("домашний 8 (4712) 00-15-15, вечером", "8 (4712) 00-15-15", "PHONE"),
        ("пишите на sokolov.pv@pochta-rybinska.ru.", "sokolov.pv@pochta-rybinska.ru", "EMAIL"),
        ("ссылка https://example.com/a?b=1, смотрите", "https://example.com/a?b=1", "URL"),
        ("страница vk.com/uchilka_na_vzlete есть", "vk.com/uchilka_na_vzlete", "URL"),
        ("канал @licey14_zhizn веду я", "@licey14_zhizn", "HANDLE"),
        ("это мой аккаунт katya_ne_spit там", "katya_ne_spit", "HANDLE"),
        ("снилс 112-233-445 95 отправила", "112-233-445 95", "DOCUMENT"),
        ("мой инн 500100732259 у них", "500100732259", "DOCUMENT"),
        ("скан паспорта 2214 578301 там", "2214 578301", "DOCUMENT"),
        ("свидетельство III-ДН № 648213 лежит", "III-ДН № 648213", "DOCUMENT"),
        ("на карту 2200 0000 1111 2222 просил", "2200 0000 1111 2222", "OTHER"),
        ("машина к417мн 58 стоит", "к417мн 58", "PLATE"),
        ("уроки в 5 «в» сегодня", "5 «в»", "CLASS"),
        ("накричала на 6-г так", "6-г", "CLASS"),
        ("весь восьмой Б смотрит", "восьмой Б", "CLASS"),
        ("ведёт 8А, Б и В вместе", "8А, Б и В", "CLASS"),
        ("пришёл 12 марта с синяком", "12 марта", "DATE"),
        ("было 26.08.2025 утром", "26.08.2025", "DATE"),
        ("приходите в понедельник, 9 июня, в школу", "понедельник, 9 июня", "DATE"),
        ("ребёнку 11 лет сейчас", "11 лет", "AGE"),
        ("мне двадцать четыре, я одна", "двадцать четыре", "AGE"),
        ("у нас школа № 214, тут все свои", "школа № 214", "SCHOOL"),
        ("у нас в 14 лицее придумали", "14 лицее", "SCHOOL"),
        ("перешла в детский сад «Ромашка» летом", "детский сад «Ромашка»", "SCHOOL"),
        ("работаю в двадцать шестой, мне нравится", "двадцать шестой", "SCHOOL"),
        ("адрес: ул. Чкалова, 17, звоните", "ул. Чкалова, 17", "LOC"),
        ("приехала в село Чемал зимой", "село Чемал", "LOC"),
        ("живу в Рыбинске третий год", "Рыбинске", "LOC"),
        ("учусь в Тамбовском педколледже заочно", "Тамбовском педколледже", "ORG"),
        ("сказал завуч по воспитательной работе вчера", "завуч по воспитательной работе", "POST"),
    ],
)
def test_each_kind_is_found_whole(text, fragment, label):
    assert found(text)[fragment] == label


@pytest.mark.parametrize("sentence", read_wordings())
def test_every_word_that_identifies_is_under_a_mark_however_teachers_write_it(sentence):
    text, spans = parse(sentence, sentence)
    marks = suspicions(text)
    for start, end, _ in spans:
        for word in re.finditer(r"[^\W_]+", text[start:end]):
            first, last = start + word.start(), start + word.end()
            assert any(one.start <= first and last <= one.end for one in marks), word[0]


@pytest.mark.parametrize(
    "text",
    [
        "на уроке 5 минут ушло на оргмомент, потом 10 заданий и 2 вопроса",
        "в школе на перемене шумно, в садике тихий час",
        "в кабинете 12 холодно, на странице 45 опечатка",
        "приказ по школе ещё не вышел, договор не подписали",
        "наша школа на хорошем счету, первая четверть прошла",
        "машина во дворе гудела, номер урока не важен",
        "мне три раза отвечали, ей четыре слова написали",
        "пятого урока нет, во втором ряду шумят",
        "центр внимания сместился, отдел зоологии прошли",
    ],
)
def test_the_like_of_an_identifier_gets_no_certain_mark(text):
    assert [one for one in suspicions(text) if one.tier == Tier.SURE] == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Тем временем прозвенел звонок", "Тем"),
        ("Между тем они молчат", "тем"),
        ("Маше пять поставила, больше не за что", "пять"),
        ("У Тёмы двое, и оба в слезах", "двое"),
        ("я чту устав и лгу коллегам", "чту"),
        ("я чту устав и лгу коллегам", "лгу"),
        ("вокруг много уроков, коли так", "коли"),
        ("школа у нас маленькая, зато своя", "маленькая"),
        ("остановка была долгой", "долгой"),
        ("вот русская 5 страница тетради", "русская"),
        ("он призвал к тому, чтобы молчать", "тому"),
        ("я напомнила о том, что обещала", "том"),
        ("карта мира висит криво, мира нет", "мира"),
        ("это конец света, и всё", "света"),
        ("сила магнитного поля растёт", "поля"),
        ("осенью сказали, что переведут", "осенью"),
        ("с марта я одна, жду", "марта"),
        ("в мае экзамен, я боюсь", "мае"),
        ("отмечали День учителя, было шумно", "День"),
        ("папа у неё адвокат, а завод стоит", "завод"),
    ],
)
def test_a_word_of_every_day_gets_no_mark(text, word):
    place = text.index(word)
    assert [one for one in suspicions(text) if one.start <= place < one.end] == []


@pytest.mark.parametrize(
    "form",
    ["Аблесимова", "Аблесимовой", "Аблесимову", "Аблесимовым", "аблесимовой", "АБЛЕСИМОВОЙ", "Ablesimova"],
)
def test_a_known_name_is_found_in_every_form_with_certainty(form):
    known = Known(names=["Аблесимова Мария Петровна"])
    marks = suspicions(f"вот {form} опять молчит", known=known)
    assert [(one.fragment, one.label, one.tier) for one in marks] == [(form, "PER", Tier.SURE)]


@pytest.mark.parametrize("form", ["Маша", "машкой", "Марусе", "петровна", "Петровне", "Masha", "Mariya"])
def test_a_known_person_is_found_by_diminutive_patronymic_and_latin_letters(form):
    assert form in found(f"сказала {form} вчера", Known(names=["Аблесимова Мария Петровна"]))


def test_known_schools_and_places_are_found_in_other_cases_and_in_part():
    known = Known(schools=["Кряжимский лицей № 4711"], places=["г. Заплавинск"])
    marks = found("в Кряжимском лицее № 4711, Заплавинск. В Кряжимском весело, из Заплавинска ездят", known)
    assert marks == {
        "Кряжимском лицее № 4711": "SCHOOL",
        "Заплавинск": "LOC",
        "Кряжимском": "SCHOOL",
        "Заплавинска": "LOC",
    }


def test_a_known_name_that_is_also_a_word_is_only_doubted_in_small_letters():
    known = Known(names=["Мороз Алла"])
    marks = {one.fragment: one.tier for one in suspicions("на улице мороз, а Алла Мороз молчит", known=known)}
    assert marks["мороз"] == Tier.CHECK
    assert marks["Алла Мороз"] == Tier.SURE


def test_nobody_known_changes_nothing():
    text = "Тихонова и Рыбинск"
    assert suspicions(text, known=Known()) == suspicions(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("вчера Сoкoлoвa ушла", "Сoкoлoвa"),  # Latin o and a.
        ("вчера Тихо\u200bнова ушла", "Тихо\u200bнова"),
        ("вчера Тихо\u0301нова ушла", "Тихо\u0301нова"),
        ("вчера Тихо\u00adнова ушла", "Тихо\u00adнова"),
        ("вчера Лёшка ушёл", "Лёшка"),
        ("вчера Лешка ушёл", "Лешка"),
        ("вчера Ле\u0308шка ушёл", "Ле\u0308шка"),
    ],
)
def test_a_disguise_of_letters_hides_no_name(text, name):
    assert found(text) == {name: "PER"}


@pytest.mark.parametrize(
    "text",
    [
        "мама кати крыловой пишет мне, кате трудно",
        "подошла к ольге николаевне, она вздохнула",
        "юрьевна говорит не лезь",
        "Катин папа пришёл, Мама Кати тоже",
        "Крылова А. В. и И. И. Петров спорят",
        "Мамедов Эльчин Рауф оглы пришёл",
        "ВЧЕРА СИДОРОВ ОПЯТЬ СОРВАЛ УРОК",
    ],
)
def test_names_are_found_without_capitals_alone_and_in_parts(text):
    assert "PER" in found(text).values()


def test_patronymics_alone_in_small_letters_are_certain():
    marks = suspicions("петровна с соседнего кабинета зашла прямо посреди урока")
    assert [(one.fragment, one.tier) for one in marks] == [("петровна", Tier.SURE)]


def test_whom_the_text_named_once_it_names_again():
    text = "Жужелицына Тэмуулэн пришла. Потом я видела: Тэмуулэну дали грамоту. Тэмуулэн рад."
    assert [one.fragment for one in suspicions(text) if one.label == "PER"] == [
        "Жужелицына Тэмуулэн",
        "Тэмуулэну",
        "Тэмуулэн",
    ]


def test_english_names_are_found():
    text = "My mentor Mrs. Hawthorne and Sarah Whitfield teach in Khabarovsk with Natalia Sergeevna."
    marks = found(text)
    assert {"Hawthorne", "Sarah Whitfield", "Natalia Sergeevna"} <= set(marks)
    assert marks["Khabarovsk"] == "LOC"


def test_ordinary_sentences_get_no_mark():
    for text in (
        "как мне поставить границы и не сорваться на крик",
        "Пятый класс вообще не открывает учебник. Ребята шумят, бегают, не слушают.",
        "Дети рисовали снег, потом писали ВПР и готовились к ЕГЭ. Здравствуйте!",
        "работаю второй год, на уроке базар, через два года пойду в отпуск",
    ):
        assert suspicions(text) == []


def test_check_numbers():
    assert is_snils("11223344595")
    assert not is_snils("11223344596")
    assert is_inn("500100732259")
    assert is_inn("7707083893")
    assert not is_inn("7707083894")
    assert is_card("4111111111111111")
    assert not is_card("4111111111111112")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300) | st.text(alphabet='АБабё.,«»"1234- @\u200b\u0301aBo\n', max_size=300))
def test_any_text_gives_marks_in_order_that_do_not_overlap_and_slice_to_their_fragments(text):
    marks = suspicions(text)
    assert marks == suspicions(text)
    edge = 0
    for one in marks:
        assert edge <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.fragment
        edge = one.end


SENTENCES = "Подошла к Ольге Николаевне, она вздохнула. Вчера 12 марта дети шумели в 5 «в» и тетрадь упала.\n"
BAD = {
    "prose": SENTENCES,
    "one line": SENTENCES.strip() + " ",
    "emoji": "😀👨\u200d👩\u200d👧🎉",
    "mixed alphabets": "Иvaнoв Тetрадь Βάσια ivан ",
    "zero width": "И\u200bв\u200bа\u200bн\u200b\u2060 ",
    "no capital": "вчера петров опять молчал на уроке а мама кати кричала ",
    "English": "Yesterday Mr. Brown met Olga Petrova near the school in London. ",
    "noise": "",
    "one word": "а",
    "digits": "1 ",
}


LETTERS = str.maketrans("0123456789abcdef", "абвгдежзиклмнопр")


def _text_of(kind: str, length: int) -> str:
    if kind == "noise":
        # Words that no cache knows from the other text.
        numbers = range(length, length + length // 6)
        return " ".join(f"{number * 7919:x}".translate(LETTERS) for number in numbers)[:length]
    return (BAD[kind] * (length // len(BAD[kind]) + 1))[:length]


def _seconds(action) -> float:
    begun = time.process_time()
    action()
    return time.process_time() - begun


@pytest.mark.slow
@pytest.mark.parametrize("kind", BAD)
def test_a_text_ten_times_as_long_takes_little_more_than_ten_times_as_long(kind):
    suspicions(_text_of(kind, 2_000))
    short = _seconds(lambda: suspicions(_text_of(kind, 20_000)))
    long = _seconds(lambda: suspicions(_text_of(kind, 200_000)))
    # Ten times the text may take twenty times as long: caches of words overflow, and the machine has other work.
    assert long < 20 * max(short, 0.05), (short, long)


ADVERSARIAL = [
    "a", "1", "1 ", "a.", "@", "a@", "a.ru/", "5 а ", "двадцать ", "+7(", " ", "(",
    "номер ", "паспорт а б в ", "_", "a_",
    "a-", "1-1-", "www.", "карта № 1-1-1/1", "т 1 1 1 ",
    "1.1.", "тел 1", "мне уже ", "а б ", "лет ", "девятьсот ", "код а ",
    "ник ", "5а,б,",
]  # fmt: skip


@pytest.mark.parametrize("piece", ADVERSARIAL)
def test_no_pattern_is_slower_than_linear(piece):
    def run(length: int) -> float:
        text = (piece * length)[:length]
        return min(_seconds(lambda: list(structured(text))) for _ in range(2))

    run(1_000)
    # Eight times the text; a quadratic pattern would take sixty-four times as long.
    assert run(64_000) < 24 * max(run(8_000), 0.004)
