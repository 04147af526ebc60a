"""Identifiers with a form of their own: numbers, addresses of the net, classes; dates and ages are in `times.py`.

The patterns are in `patterns.py`; here is what they mean where the form alone does not tell.
"""

import re
from collections.abc import Iterator

from .labels import Label, Mark, Tier
from .lexicon import lexicon
from .patterns import (
    ANY_CASE,
    AT,
    BARE_URL,
    CAR,
    CAR_NUMBER,
    CERTIFICATE,
    CLASS_CALLED,
    CLASS_LATIN,
    CLASS_LETTER,
    CLASS_LIKELY,
    CLASS_MORE,
    CLASS_NEXT,
    CLASS_PROFILE,
    CLASS_SPELT,
    CLASS_SURE,
    CODE,
    CODED,
    CONTEXT,
    EMAIL,
    ENDS,
    ID,
    IP,
    KLASS,
    NICK,
    NUMBERED,
    OF_BODY,
    OF_PLACE,
    OF_POST,
    OF_SCHOOL,
    OWN_CHANNEL,
    PAPER,
    PART_OF_PHONE,
    PASSPORT,
    PIECE_OF_TEXT,
    PLATE,
    PLATE_PART,
    PREPOSITIONS,
    SERIES,
    SHAPES,
    SHORT_PHONE,
    SPELT_EMAIL,
    SPELT_PHONE,
    TAXI,
    URL,
    WORD_LETTERS,
    WORKS_IN,
)
from .times import DIGITS_DATE, ages, dates

SURE, CHECK = Tier.SURE.value, Tier.CHECK.value
_AROUND = 60


def structured(text: str) -> Iterator[Mark]:
    """Marks of all that has a form of its own in a normalised text; they may overlap."""
    yield from _net(text)
    yield from _numbers(text)
    yield from dates(text)
    yield from ages(text)
    yield from _classes(text)
    yield from _named_otherwise(text)


def _net(text: str) -> Iterator[Mark]:
    for found in EMAIL.finditer(text) if "@" in text else ():
        yield Mark(found.start(), _without_tail(found), Label.EMAIL, SURE)
    for found in SPELT_EMAIL.finditer(text):
        yield Mark(*found.span(), Label.EMAIL, CHECK)
    for pattern in (URL, BARE_URL):
        for found in pattern.finditer(text):
            yield Mark(found.start(), _without_tail(found), Label.URL, SURE)
    for found in AT.finditer(text) if "@" in text else ():
        yield Mark(found.start(), _without_tail(found), Label.HANDLE, SURE)
    for found in ID.finditer(text):
        if "_" in found[0] or re.fullmatch(r"id\d{4,15}", found[0], ANY_CASE):
            yield Mark(found.start(), _without_tail(found), Label.HANDLE, SURE)
    for found in NICK.finditer(text):
        if re.search(r"[a-z]", found[1], ANY_CASE) and not found[1].startswith("http"):
            yield Mark(*found.span(1), Label.HANDLE, CHECK)


def _without_tail(found: re.Match[str]) -> int:
    """The end of a match without the punctuation of the sentence around it."""
    return found.start() + len(found[0].rstrip(".,;:!?)]}…'-—"))


def _numbers(text: str) -> Iterator[Mark]:
    for found in PLATE.finditer(text):
        yield Mark(*found.span(), Label.PLATE, SURE)
    for found in TAXI.finditer(text):
        yield Mark(*found.span(), Label.PLATE, CHECK)
    for found in CERTIFICATE.finditer(text):
        yield Mark(*found.span(), Label.DOCUMENT, SURE)
    for found in NUMBERED.finditer(text):
        number = re.search(r"(?:(?<!\w)(?!от|по|на|за|из|до|со)[а-яё]{2}[ -]?)?[№\w-]*\d", found[0], ANY_CASE)
        yield Mark(found.start() + number.start(), found.end(), Label.DOCUMENT, CHECK)
    for found in CODED.finditer(text):
        yield Mark(*found.span(1), Label.DOCUMENT, CHECK)
    for found in SERIES.finditer(text):
        yield Mark(*found.span(1), Label.DOCUMENT, CHECK)
    yield from _papers(text)
    for found in PLATE_PART.finditer(text):
        before, after = (
            text[max(0, found.start() - _AROUND) : found.start()],
            text[found.end() : found.end() + 20],
        )
        bare = found[0].isdigit()
        if CAR.search(before + " " + after) and (not bare or CAR_NUMBER.search(before)):
            yield Mark(*found.span(), Label.PLATE, CHECK)
    left = text
    for shape in (DIGITS_DATE, *SHAPES):
        spans = []
        for found in shape.finditer(left):
            kind = None if shape is DIGITS_DATE else _kind_of_number(text, found)
            if kind:
                yield Mark(*found.span(), *kind)
            spans.append(found.span())
        left = _without(left, spans)
    for pattern in (SHORT_PHONE, CODE):
        for found in pattern.finditer(text):
            yield Mark(*found.span(1), Label.PHONE, CHECK)
    for found in PART_OF_PHONE.finditer(text):
        yield Mark(*found.span(found.lastindex), Label.PHONE, CHECK)
    for found in SPELT_PHONE.finditer(text):
        yield Mark(*found.span(), Label.PHONE, CHECK)
    for found in IP.finditer(text):
        yield Mark(*found.span(), Label.OTHER, SURE)


def _papers(text: str) -> Iterator[Mark]:
    """Numbers of papers by the word before them: «приказ от среды № 45-к», «диплом ВСГ 1234567»."""
    for paper in PAPER.finditer(text):
        place, start, end, digits, numbered = paper.end(), 0, 0, 0, False
        for _ in range(_PIECES):
            piece = PIECE_OF_TEXT.match(text, place)
            word = piece[1].rstrip(".:!?…") if piece else ""
            if not piece or "\n" in piece[0] or word.lower() in _SCHOOLS:
                break
            sign = word.lower() in ("№", "n", "номер", "номером", "серия", "серии", "сер")
            if (sign or re.search(r"\d", word)) and not DIGITS_DATE.fullmatch(word):
                start, end = start or piece.start(1), end if sign and end else piece.start(1) + len(word)
                digits += len(re.sub(r"\D", "", word))
                numbered = numbered or sign or "№" in word or bool(re.fullmatch(r"\d+[-/]\w{1,6}", word))
            elif digits and not (len(word) <= 4 and word.isupper()):
                break
            elif len(word) <= 8 and (word.isupper() or re.fullmatch(r"[ivx]{1,5}-[а-яё]{2}", word)):
                start = start or piece.start(1)
            place = piece.end()
            if (len(word) < len(piece[1]) and digits) or (digits and text[place : place + 1] in ',;)»"'):
                break
        years = re.fullmatch(r"(?:19|20)\d\d(?:[-/](?:19|20)?\d\d)?", text[start:end])
        if digits and not years and (numbered or digits >= 5):
            yield Mark(start, end, Label.DOCUMENT, CHECK)


_PIECES = 6
# «Приказ по школе № 5» is the number of the school.
_SCHOOLS = lexicon("schools")


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
    hints = [match.lastindex for match in CONTEXT.finditer(before)]
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
        if hint == 1 or (" " in written and PASSPORT.fullmatch(written)):
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


def _classes(text: str) -> Iterator[Mark]:
    for found in CLASS_NEXT.finditer(text):
        tier = _class_tier(text, found)
        if tier:
            yield Mark(found.start(), _with_more_letters(text, found.end()), Label.CLASS, tier)
    for found in CLASS_SPELT.finditer(text):
        letter = re.sub(r"\W", "", found[0])[-1].lower()
        quoted = found[0][-1] in "\"»'”“"
        sure = (
            quoted or letter not in WORD_LETTERS or KLASS.match(text, found.end()) or found[0][-1].isupper()
        )
        yield Mark(*found.span(), Label.CLASS, SURE if sure else CHECK)
    for found in CLASS_SURE.finditer(text):
        yield Mark(found.start(), _with_more_letters(text, found.end()), Label.CLASS, SURE)
    for pattern in (CLASS_CALLED, CLASS_LETTER, CLASS_PROFILE, CLASS_LIKELY):
        for found in pattern.finditer(text):
            yield Mark(*found.span(), Label.CLASS, CHECK)
    for found in CLASS_LATIN.finditer(text):
        yield Mark(*found.span(), Label.CLASS, CHECK)


def _named_otherwise(text: str) -> Iterator[Mark]:
    for found in OF_SCHOOL.finditer(text):
        yield Mark(*found.span(), Label.SCHOOL, CHECK)
    for found in WORKS_IN.finditer(text):
        yield Mark(*found.span(found.lastindex), Label.SCHOOL, CHECK)
    for found in OF_POST.finditer(text):
        yield Mark(*found.span(), Label.POST, CHECK)
    for found in OF_PLACE.finditer(text):
        yield Mark(*found.span(), Label.LOC, CHECK)
    for found in OWN_CHANNEL.finditer(text):
        yield Mark(*found.span(found.lastindex), Label.OTHER, CHECK)
    for found in OF_BODY.finditer(text):
        yield Mark(*found.span(), Label.ORG, CHECK)


def _with_more_letters(text: str, end: int) -> int:
    """Where «8А, Б и В» ends, given where «8А» does."""
    while found := CLASS_MORE.match(text, end):
        end = found.end()
    return end


def _class_tier(text: str, found: re.Match[str]) -> str | None:
    written = found[0]
    letter = re.sub(r"[^а-яё]", "", written, flags=ANY_CASE)[-1]
    if written[-1] in "\"»'”“" or KLASS.match(text, found.end()):
        return SURE
    if " " not in written:
        # «5б» and «5-б»; «5ч», «5м» and «5г» are measures as often as classes.
        return SURE if letter.lower() not in "чмгкс" or letter.isupper() else CHECK
    before = text[max(0, found.start() - 16) : found.start()]
    if letter.lower() not in WORD_LETTERS or (letter.isupper() and not written.isupper()):
        return CHECK if letter.lower() in "гмчдр" else SURE
    if ENDS.match(text, found.end()) or PREPOSITIONS.search(before):
        return CHECK
    return None
