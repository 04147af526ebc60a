"""Identifiers with a form of their own: numbers, addresses of the net, dates, ages, classes.

Every pattern is linear: each repetition is bounded or cannot match what follows it, and no match can begin inside a
run of its own characters.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .labels import Label, Tier

SURE, CHECK = Tier.SURE.value, Tier.CHECK.value


class Mark(NamedTuple):
    """A piece of the normalised text that may identify, `text[start:end]`."""

    start: int
    end: int
    label: str
    tier: str


_I = re.IGNORECASE
_WEEKDAY = r"(?:понедельник|вторник|сред|четверг|пятниц|суббот|воскресень)[а-яё]{0,2},?\s"
_MONTH = "(?:январ|феврал|апрел|июн|июл|сентябр|октябр|ноябр|декабр)[ьяею]м?|(?:март|август)(?:а|е|у|ом)?|ма[йяею]м?"
_DAY = r"(?:[12]?\d|3[01])"
_TLD = (
    "ru|рф|su|com|org|net|info|biz|me|online|site|website|pro|io|edu|gov|uk|us|by|kz|ua|de|fr|tv|ly|gg|cc|be|to|ai|co|"
    "club|school|app|dev|link|example|test|mail|moscow|москва|дети|онлайн|сайт"
)
_URL = re.compile(r"(?<![\w@])(?:(?:https?|ftp)://|www\.)[^\s<>«»\"]{2,2000}", _I)
_BARE_URL = re.compile(
    rf"(?<![\w.@-])(?:[\w-]{{1,63}}\.){{1,5}}(?:{_TLD})(?![\w-])(?::\d{{2,5}})?(?:[/?#][^\s<>«»\"]{{0,2000}})?",
    _I,
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w+-][\w.+-]{0,63}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}", _I)
_SPELT_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{2,64} ?[(\[]? ?(?:собака|собачка|\bat\b|@) ?[)\]]? ?[\w-]{2,63} ?(?:[(\[]? ?(?:точка|dot|\.) ?[)\]]?) ?"
    r"(?:ru|ру|com|ком|рф|net|org|by|kz)(?!\w)",
    _I,
)
_AT = re.compile(r"(?<![\w@.])@[\w.-]{2,64}")
_ID = re.compile(r"(?<![\w@.-])[A-Za-z0-9][A-Za-z0-9._-]{2,63}(?![\w@])")
_NICK = re.compile(
    r"(?<!\w)(?:ник(?:нейм)?(?:ом)?|логин(?:ом)?|аккаунт(?:а|е|ом)?|телеграм{1,2}(?:е|а|м)?|телега|тг|инст(?:а|е|аграм|аграме)|"
    r"вк|скайп|skype|telegram|whatsapp|instagram|login|nickname|username)\s?[:—-]?\s?[\"«]?([a-z][\w.-]{3,40})",
    _I,
)
# Numbers whose grouping tells what they are, tried in this order; then whatever else is long.
_SHAPES = tuple(
    re.compile(rf"(?<![\w+]){shape}(?!\w)")
    for shape in (
        r"(?:\+\s?7|[78])[\s(\-–.]{0,3}\d{3}[\s)\-–.]{0,3}\d{3}[\s\-–.]{0,2}\d{2}[\s\-–.]{0,2}\d{2}",
        r"\+\d(?:[\s()\-–.]{0,2}\d){7,14}",
        r"\d{4}([ \-]?)\d{4}\1\d{4}\1\d{4}(?:\1\d{2,3})?",
        r"\d{3}[ \-]?\d{3}[ \-]?\d{3}[ \-]?\d{2}",
        r"\d{2} ?\d{2} ?(?:№|N|номер)? ?\d{6}",
        r"(?:[78][ \-]?)?\(\d{3,5}\)[ \-]?\d{1,3}(?:[ \-]?\d{2}){2}",
        r"\(?\d{3,5}\)?[ \-]?\d{1,3}[ \-]\d{2}[ \-]\d{2}",
        r"\(?9\d{2}\)?[ \-]?\d{3}[ \-]?\d{2}[ \-]?\d{2}",
        r"\d{2,3}[ \-]\d{2}[ \-]\d{2}",
        r"\d(?:[ \-]?\d){5,21}",
    )
)
_SHORT_PHONE = re.compile(
    r"(?<!\w)(?:тел(?:ефон\w{0,3})?|т|моб|звон\w{1,5}|номер\w{0,3}|phone|tel)\.?\s?[:№—-]?\s?(\d(?:[ -]?\d){3,8})(?!\w)",
    _I,
)
_DATE = re.compile(
    rf"(?<![\d.\w])(?:{_WEEKDAY})?(?<!\d){_DAY}(?:\s?[-–—]\s?{_DAY}|\s?(?:и|по)\s{_DAY})?(?:-?го|-?ое|-?е)?\s(?:{_MONTH})(?!\w)"
    r"(?:,?\s(?:19|20)\d\d(?:\s?г(?:\.|ода?|оду)?(?!\w))?)?",
    _I,
)
_DIGITS_DATE = re.compile(
    rf"(?<![\d.,/-]){_DAY}\s?([./-])\s?(?:0?[1-9]|1[0-2])\s?\1\s?(?:\d{{4}}|\d{{2}})(?!\d)(?:\s?г(?:\.|ода?)?(?!\w))?"
    r"|(?<![\d.,/-])(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:[0-2]\d|3[01])(?!\d)"
)
_SHORT_DATE = re.compile(
    r"(?<![\d.,/:№-])(?:0[1-9]|[12]\d|3[01]|[1-9])[./](?:0[1-9]|1[0-2])(?![\d/]|\.\d|,\d)"
)
_MONTH_YEAR = re.compile(rf"(?<!\w)(?:{_MONTH})\s(?:19|20)\d\d(?!\d)(?:\s?г(?:\.|ода?|оду)?(?!\w))?", _I)
_YEAR = re.compile(r"(?<![\d.,№-])(?:19|20)\d\d\s?г(?:ода?)?\.?\s?(?:р\.|рожд\w*)", _I)
_DAY_ALONE = re.compile(
    rf"(?<!\w){_WEEKDAY}{_DAY}(?:-?го|-?е)?(?![\w:]|[.,]\d)|(?<![\w.-]){_DAY}-?го(?:\sчисла)?(?!\w)", _I
)
_ORDINAL_DAY = re.compile(
    r"(?<!\w)(?:(?:двадцать|тридцать)\s)?(?:перв|втор|треть|четв[её]рт|пят|шест|седьм|восьм|девят|десят|одиннадцат|"
    r"двенадцат|тринадцат|четырнадцат|пятнадцат|шестнадцат|семнадцат|восемнадцат|девятнадцат|двадцат|тридцат)"
    rf"(?:ого|ое|его|ому|ым|ем|ье|ьего|ом)\s(?:{_MONTH})(?!\w)",
    _I,
)
_ENGLISH_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_ENGLISH_DATE = re.compile(
    rf"(?<!\w)(?:{_ENGLISH_MONTH}\s{_DAY}(?:st|nd|rd|th)?(?!\w)(?:,?\s(?:19|20)\d\d)?|"
    rf"{_DAY}(?:st|nd|rd|th)?\s(?:of\s)?{_ENGLISH_MONTH}(?!\w)(?:,?\s(?:19|20)\d\d)?|{_ENGLISH_MONTH}\s(?:19|20)\d\d(?!\d))",
    _I,
)
_UNITS = (
    "один|одного|одному|одна|два|двух|две|три|тр[её]х|четыре|четыр[её]х|пять|пяти|шесть|шести|семь|семи|восемь|восьми|"
    "девять|девяти"
)
_TEENS = "десят[ьи]|(?:один|две|три|четыр|пят|шест|сем|восем|девят)надцат[ьи]"
_TENS = "двадцат[ьи]|тридцат[ьи]|сорока?|пят(?:ь|и)десят(?:и)?|шест(?:ь|и)десят(?:и)?|семьдесят|семидесяти|восемьдесят"
_SPELT = rf"(?:(?:{_TENS})(?:\s(?:{_UNITS}))?|{_TEENS}|{_UNITS})"
_COUNT = rf"(?:1?\d{{1,2}}(?:[.,]5)?(?:-?(?:ти|и|х|ми))?|{_SPELT})"
_YEARS = r"(?:лет(?:ний|няя|него|ней|нему|нюю|ним|ние|них|ию|ия|ие)?|год(?:а|ик\w{0,3}|ов|у|ом|овал\w{2,3})?)"
_AGE = re.compile(rf"(?<![\w.,-])(?:{_COUNT})(?:\s?[-–—]\s?(?:{_COUNT}))?[ \-]?{_YEARS}(?!\w)", _I)
_LETNY = re.compile(
    r"(?<!\w)(?:(?:двадцати|тридцати|сорока|пятидесяти|шестидесяти)(?:одно|двух|тр[её]х|четыр[её]х|пяти|шести|семи|восьми|девяти)?|"
    r"(?:один|две|три|четыр|пят|шест|сем|восем|девят)надцати|десяти|девяти|восьми|семи|шести|пяти|четыр[её]х|тр[её]х|двух)лет\w{2,4}",
    _I,
)
_BARE_AGE = re.compile(
    rf"(?<!\w)(?:мне|ему|ей|им|нам|возраст\w{{0,2}}|исполнил\w{{2,3}}|исполнится|стукнул\w{{1,2}}|стукнет)\s"
    rf"(?:уже\s|всего\s|только\s|было\s|тогда\s|сейчас\s|почти\s|скоро\s|ещ[её]\s|лишь\s|:\s|—\s|-\s){{0,2}}(\d{{1,2}}|{_SPELT})(?![\w:%]|[.,]\d|\s(?:час|минут|урок|дет|человек|раз|балл|рубл|тысяч|дн|недел|месяц|класс|процент|письм|сообщен|тетрад|нагрузк|ставк))",
    _I,
)
_AGE_OF = re.compile(
    rf"(?<!\w)(?:дет(?:ям|ьм)|девочкам|мальчикам|реб[её]нку|ученику|ученице|девочке|мальчику|сыну|дочери|дочке|внуку|внучке|маме|"
    rf"папе|бабушке|дедушке|мужу|жене|брату|сестре|директору|завучу|наставни\w+|коллеге|подруге|[а-яё]{{2,12}}(?:[еуюи]|ой|ей))\s"
    rf"(?:уже\s|всего\s|только\s|скоро\s|сейчас\s|по\s|под\s|за\s){{0,2}}({_TENS}|{_TEENS}|\d{{1,2}}|(?:{_TENS})\s(?:{_UNITS}))"
    rf"(?=\s?(?:[.,;!?)\n—-]|$|и\s|а\s|но\s|год|лет))",
    _I,
)
_AGE_UNDER = re.compile(
    rf"(?<!\w)(?:под|за|лет|около)\s((?:{_TENS})|(?:{_TENS})\s(?:{_UNITS})|{_TEENS})(?=\s?(?:[.,;!?)\n—-]|$))",
    _I,
)
_ENGLISH_AGE = re.compile(
    r"(?<![\w.,-])(?:\d{1,2}[ -]years?[ -]olds?|(?:aged?|is|am|turned)\s\d{1,2}(?![\w:%/]|[.,]\d|\s(?!years?\b|and\b|but\b)\w)(?:\s?years?(?:\sold)?)?)",
    _I,
)
_NOT_AN_AGE_BEFORE = re.compile(
    r"(?:через|за|спустя|последни[ехм]\w?|стаж\w*|опыт\w*|работа\w+|проработ\w+|уже|на|все|каждые|ближайши[ех]|"
    r"перв\w{2,3}|вед(?:у|[её]т)|преподаю|учу|знаю|знакомы|дружим|живу|около)\s(?:уже\s|почти\s|мо[её]м\s|более\s)?$",
    _I,
)
_NOT_AN_AGE_AFTER = re.compile(
    r"\s?(?:назад|тому|спустя|стаж\w*|опыт\w*|работ\w+|в (?:школе|профессии|педагогике|этой)|подряд|обучени\w|обратно|уч[её]б\w)",
    _I,
)
_AN_AGE_BEFORE = re.compile(
    r"(?:мне|ему|ей|им|сыну|дочери|дочке|мальчику|девочке|исполнил\w+|возраст\w*|было|реб[её]нку|ученику|ученице|муж\w?|маме)\s(?:уже\s|всего\s)?$",
    _I,
)
_Q = "[\"«'“„]"
_UNQ = "[\"»'”“]"
_LETTER = "[а-яё]"
_CLASS_NEXT = re.compile(
    rf"(?<![\d.,:/№\w-])(?:1[01]|[1-9])(?:\s?[-–]\s?|-?(?:й|го|м|му|ый|ом|ого)\s|\s?)(?:{_Q}\s?{_LETTER}\s?{_UNQ}|{_LETTER})(?![\w-])"
    rf"(?:\s?(?:,|и|/|,\s?и)\s?(?:{_Q}\s?{_LETTER}\s?{_UNQ}|{_LETTER})(?![\w-])(?=\s?класс|\s?,|\s?\.|\s?и\s{_Q}))?",
    _I,
)
_ORDINAL = (
    "(?:перв|втор|трет|четв[её]рт|пят|шест|седьм|восьм|девят|десят|одиннадцат)"
    "(?:ый|ий|ой|ого|его|ьего|ому|ьему|ем|ом|ым|ьим|ьем|ые|ых|ыми|ьи|ьих)"
)
_CLASS_SPELT = re.compile(
    rf"(?<!\w){_ORDINAL}\s?-?\s?(?:{_Q}\s?{_LETTER}\s?{_UNQ}|{_LETTER})(?![\w-])(?:\s?(?:,|и)\s?(?:{_Q}\s?{_LETTER}\s?{_UNQ}|{_LETTER})(?![\w-]))?",
    _I,
)
_KLASS = re.compile(r"\s?-?\s?(?:м\s|й\s|го\s)?(?:класс|кл\.)", _I)
_CLASS_CALLED = re.compile(
    r"(?<!\w)(?:[абвгдежклм]ш(?:ки|ек|кам|ками|ках)|[бвгд]эш(?:ки|ек|кам|ками|ках)|к(?:а|э)ш(?:ки|ек|кам|ками))(?!\w)",
    _I,
)
_CLASS_LATIN = re.compile(
    r"(?<![\w.,:/№-])(?:1[01]|[1-9])\s?-?\s?[A-D](?![\w'’-])|(?<!\w)(?:year|grade|class)\s(?:1[0-3]|[1-9])\s?[A-Z]?(?![\w'’])",
    _I,
)
_PREPOSITIONS = re.compile(
    r"(?:(?:^|\W)(?:в|во|из|к|с|со|у|для|про|от|на|мо[йеяёиюх]\w{0,2}|наш\w{0,3}|весь|всем|всего|класс\w{0,3}|этот|этом|этого|есть|параллел\w{1,3}|"
    r"вед[уё]\w{0,2}|дали|и|после)|^|[—(:,.;!?]|\n)\s?$",
    _I,
)
# A letter that is also a word, after a number: «5 в» may be a class, «5 с половиной» is none.
_WORD_LETTERS = frozenset("авскуоия")
_ENDS = re.compile(r"\s?(?:$|[.,;:!?)\n»\"—–]|класс|и\s(?:1[01]|[1-9])\s?-?[а-яё](?!\w)|- )", _I)
_PLATE = re.compile(
    r"(?<!\w)[авекмнорстухabekmhopctyx]\s?\d{3}\s?[авекмнорстухabekmhopctyx]{2}(?:\s?\d{2,3}(?:\s?rus)?)?(?!\w)",
    _I,
)
_CERTIFICATE = re.compile(
    r"(?<!\w)[IVX]{1,4}\s?-\s?[А-ЯЁ]{2}\s?(?:№|N)?\s?\d{6}(?!\w)|(?<!\w)(?:\d{2}\s?)?[А-ЯЁ]{2}\s?(?:№|N)\s?\d{6,7}(?!\w)",
    _I,
)
_NUMBERED = re.compile(
    r"(?<!\w)(?:(?:приказ|договор|протокол|диплом|аттестат|удостоверени|свидетельств|сертификат|паспорт|полис|распоряжени|заявлени|справк|"
    r"заключени|дел|сери|лицензи|счет|счёт|карт|билет|зачетк|зачётк|студенческ|снилс|инн|огрн|омс)\w{0,4})"
    r"\s?(?:[а-яё]{1,12}\s){0,3}?(?:(?:№|n|номер\w{0,2}|:)\s?[\wа-яё]{0,6}(?:[-/ ]?\d){1,14}(?:[-/][\wа-яё]{1,8}){0,2}|(?:\d[ -]?){4,14}\d)(?!\w)",
    _I,
)
_CONTEXT = re.compile(
    r"(паспорт|сери|снилс|страхов|инн\b|налогоплат|полис|омс\b|свидетельств|удостоверен|диплом|аттестат|документ|кадр|"
    r"лицев|договор|приказ|passport|зачет|зачёт|студенч|снилз)|(карт|счет|счёт|card)|(тел|звон|позвон|номер|моб|whatsapp|вотсап|ватсап|вайбер|phone|call)",
    _I,
)
_NUMERAL = rf"(?:ноль|нол[яьюеи]|{_UNITS}|{_TEENS}|{_TENS}|девяносто|сто|двести|триста|четыреста|пятьсот|шестьсот|семьсот|восемьсот|девятьсот|плюс)"
_SPELT_PHONE = re.compile(rf"(?<!\w){_NUMERAL}(?:,?\s{_NUMERAL}){{4,20}}(?!\w)", _I)
_IP = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]\d)")
_CODE = re.compile(r"(?<!\w)код(?:ом|а|у)?(?:\s[а-яё]{2,12}){0,2}\s(\d{3,5})(?!\w)", _I)
_AROUND = 60


def structured(text: str) -> Iterator[Mark]:
    """Marks of everything that has a form of its own in a normalised text; they may overlap, the weightier come first."""
    yield from _net(text)
    yield from _numbers(text)
    yield from _dates(text)
    yield from _ages(text)
    yield from _classes(text)


def _net(text: str) -> Iterator[Mark]:
    for found in _EMAIL.finditer(text) if "@" in text else ():
        yield Mark(found.start(), _without_tail(found), Label.EMAIL, SURE)
    for found in _SPELT_EMAIL.finditer(text):
        yield Mark(*found.span(), Label.EMAIL, CHECK)
    for pattern in (_URL, _BARE_URL):
        for found in pattern.finditer(text):
            yield Mark(found.start(), _without_tail(found), Label.URL, SURE)
    for found in _AT.finditer(text) if "@" in text else ():
        yield Mark(found.start(), _without_tail(found), Label.HANDLE, SURE)
    for found in _ID.finditer(text):
        if "_" in found[0] or re.fullmatch(r"id\d{4,15}", found[0], _I):
            yield Mark(found.start(), _without_tail(found), Label.HANDLE, SURE)
    for found in _NICK.finditer(text):
        if re.search(r"[a-z]", found[1], _I) and not found[1].startswith("http"):
            yield Mark(*found.span(1), Label.HANDLE, CHECK)


def _without_tail(found: re.Match[str]) -> int:
    """The end of a match without the punctuation of the sentence around it."""
    return found.start() + len(found[0].rstrip(".,;:!?)]}…'-—"))


def _numbers(text: str) -> Iterator[Mark]:
    for found in _PLATE.finditer(text):
        yield Mark(*found.span(), Label.PLATE, SURE)
    for found in _CERTIFICATE.finditer(text):
        yield Mark(*found.span(), Label.DOCUMENT, SURE)
    for found in _NUMBERED.finditer(text):
        number = re.search(r"[№\w-]*\d", found[0])
        yield Mark(found.start() + number.start(), found.end(), Label.DOCUMENT, CHECK)
    left = text
    for shape in (_DIGITS_DATE, *_SHAPES):
        spans = []
        for found in shape.finditer(left):
            kind = None if shape is _DIGITS_DATE else _kind_of_number(text, found)
            if kind:
                yield Mark(*found.span(), *kind)
            spans.append(found.span())
        left = _without(left, spans)
    for pattern in (_SHORT_PHONE, _CODE):
        for found in pattern.finditer(text):
            yield Mark(*found.span(1), Label.PHONE, CHECK)
    for found in _SPELT_PHONE.finditer(text):
        yield Mark(*found.span(), Label.PHONE, CHECK)
    for found in _IP.finditer(text):
        yield Mark(*found.span(), Label.OTHER, SURE)


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with these pieces blotted out, so that no number is read twice."""
    if not spans:
        return text
    pieces, done = [], 0
    for start, end in spans:
        pieces += [text[done:start], "\0" * (end - start)]
        done = end
    return "".join([*pieces, text[done:]])


def _kind_of_number(text: str, found: re.Match[str]) -> tuple[str, str] | None:
    written = found[0]
    digits = re.sub(r"\D", "", written)
    before = text[max(0, found.start() - _AROUND) : found.start()]
    hints = [match.lastindex for match in _CONTEXT.finditer(before)]
    hint = hints[-1] if hints else None
    if re.fullmatch(r"(?:19|20)\d\d\s?[-–—]\s?(?:19|20)?\d\d", written):
        return None
    if written.startswith("+"):
        return (Label.PHONE, SURE) if 8 <= len(digits) <= 15 else (Label.OTHER, CHECK)
    if "(" in written:
        return Label.PHONE, SURE
    if len(digits) == 11:
        if re.fullmatch(r"\d{3}[- ]\d{3}[- ]\d{3}[- ]\d{2}", written) or (
            hint == 1 and digits[0] not in "78"
        ):
            return Label.DOCUMENT, SURE
        if digits[0] in "78":
            return (Label.DOCUMENT, SURE) if hint == 1 and is_snils(digits) else (Label.PHONE, SURE)
        return (Label.DOCUMENT, SURE) if is_snils(digits) else (Label.OTHER, CHECK)
    if len(digits) == 10:
        if hint == 1 or (re.fullmatch(r"\d{2} ?\d{2} ?№? ?\d{6}", written) and " " in written):
            return Label.DOCUMENT, SURE
        if digits[0] == "9" or "(" in written or re.fullmatch(r"\d{3}[- ]\d{3}[- ]\d{2}[- ]?\d{2}", written):
            return Label.PHONE, SURE
        return (Label.DOCUMENT, SURE) if is_inn(digits) else (Label.OTHER, CHECK)
    if len(digits) == 12 and is_inn(digits):
        return Label.DOCUMENT, SURE
    if len(digits) in (16, 18, 19, 20):
        card = hint != 1 and len(digits) != 20
        return (
            (Label.OTHER, SURE if is_card(digits) or hint == 2 else CHECK) if card else (Label.DOCUMENT, SURE)
        )
    if hint == 1:
        return Label.DOCUMENT, SURE if len(digits) >= 6 else CHECK
    if re.fullmatch(r"\(?\d{2,3}\)?[- ]\d{2}[- ]\d{2}", written) or re.fullmatch(
        r"\d{3}[- ]\d{3,4}", written
    ):
        return Label.PHONE, SURE if hint == 3 else CHECK
    if hint == 3:
        return Label.PHONE, CHECK
    return (Label.OTHER, CHECK) if len(digits) >= 6 and not re.search(r"\d[ ]\d\d? |[.]\d", written) else None


def is_snils(digits: str) -> bool:
    """Whether eleven digits are a SNILS by its check number (Pension Fund rules)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(9, 0, -1), strict=True)) % 101
    return total % 100 == int(digits[9:])


def is_inn(digits: str) -> bool:
    """Whether ten or twelve digits are a taxpayer's number by its check digits (Federal Tax Service rules)."""
    weights = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
    if len(digits) == 10:
        return _inn_digit(digits[:9], weights[2:]) == digits[9]
    return (
        _inn_digit(digits[:10], weights[1:]) == digits[10] and _inn_digit(digits[:11], weights) == digits[11]
    )


def _inn_digit(digits: str, weights: tuple[int, ...]) -> str:
    return str(sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11 % 10)


def is_card(digits: str) -> bool:
    """Whether the digits pass the Luhn check of payment cards."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _dates(text: str) -> Iterator[Mark]:
    for pattern, tier in (
        (_DATE, SURE), (_DIGITS_DATE, SURE), (_MONTH_YEAR, SURE), (_ORDINAL_DAY, SURE), (_ENGLISH_DATE, SURE), (_YEAR, CHECK),
        (_SHORT_DATE, CHECK), (_DAY_ALONE, CHECK),
    ):  # fmt: skip
        for found in pattern.finditer(text):
            yield Mark(*found.span(), Label.DATE, tier)


def _ages(text: str) -> Iterator[Mark]:
    for found in _AGE.finditer(text):
        before, after = text[max(0, found.start() - 30) : found.start()], text[found.end() : found.end() + 30]
        if _AN_AGE_BEFORE.search(before) or re.search(r"летн|годовал", found[0], _I):
            yield Mark(*found.span(), Label.AGE, SURE)
        elif not _NOT_AN_AGE_AFTER.match(after) and not _NOT_AN_AGE_BEFORE.search(before):
            if not re.match(r"(?:один|1) ?год", found[0], _I):
                yield Mark(*found.span(), Label.AGE, CHECK)
    for found in _LETNY.finditer(text):
        yield Mark(*found.span(), Label.AGE, SURE)
    for found in _BARE_AGE.finditer(text):
        yield Mark(*found.span(1), Label.AGE, CHECK)
    for pattern in (_AGE_OF, _AGE_UNDER):
        for found in pattern.finditer(text):
            yield Mark(*found.span(1), Label.AGE, CHECK)
    for found in _ENGLISH_AGE.finditer(text):
        yield Mark(*found.span(), Label.AGE, CHECK)


def _classes(text: str) -> Iterator[Mark]:
    for found in _CLASS_NEXT.finditer(text):
        tier = _class_tier(text, found)
        if tier:
            yield Mark(*found.span(), Label.CLASS, tier)
    for found in _CLASS_SPELT.finditer(text):
        letter = re.sub(r"\W", "", found[0])[-1].lower()
        quoted = found[0][-1] in "\"»'”“"
        sure = (
            quoted or letter not in _WORD_LETTERS or _KLASS.match(text, found.end()) or found[0][-1].isupper()
        )
        yield Mark(*found.span(), Label.CLASS, SURE if sure else CHECK)
    for found in _CLASS_CALLED.finditer(text):
        yield Mark(*found.span(), Label.CLASS, CHECK)
    for found in _CLASS_LATIN.finditer(text):
        yield Mark(*found.span(), Label.CLASS, CHECK)


def _class_tier(text: str, found: re.Match[str]) -> str | None:
    written = found[0]
    letter = re.sub(r"[^а-яё]", "", written, flags=_I)[-1]
    if written[-1] in "\"»'”“" or _KLASS.match(text, found.end()):
        return SURE
    if " " not in written:
        # «5б» and «5-б»; «5ч», «5м» and «5г» are measures as often as classes.
        return SURE if letter.lower() not in "чмгкс" or letter.isupper() else CHECK
    before = text[max(0, found.start() - 16) : found.start()]
    if letter.lower() not in _WORD_LETTERS or (letter.isupper() and not written.isupper()):
        return CHECK if letter.lower() in "гмчдр" else SURE
    if _ENDS.match(text, found.end()) or _PREPOSITIONS.search(before):
        return CHECK
    return None
