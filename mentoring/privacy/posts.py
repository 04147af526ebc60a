"""Jobs that one or few hold in a school or an office."""

import re
from collections.abc import Iterator
from functools import lru_cache

from .around import genitives_after, is_one, mark_of, text_at
from .grammar import facts, grammemes
from .labels import Label, Mark, Tier
from .lexicon import lexicon
from .line import Line
from .stems import stems

CHECK = Tier.CHECK.value
_POSTS = lexicon("posts")
_HEADS = lexicon("heads")
_BEFORE_POSTS = lexicon("before_posts")
_OF_POSTS = lexicon("adjectives_of_posts")
_FIELDS = lexicon("fields_of_posts")
# No post in one word is longer; a bound for a text of noise.
_LONGEST = 30
_WITH = frozenset(("ребенок", "родитель", "молодежь", "семья", "кадры", "персонал", "одаренный"))
_DEPUTIES = lexicon("deputies")
_CLASS_HEADS = lexicon("heads_of_classes")
_HEADED = lexicon("headed_posts")
_SOCIAL = lexicon("social_posts")
_MEETINGS = lexicon("headed_meetings")
_DOUBLES = lexicon("parts_of_posts")
_ALONE = lexicon("posts_alone")
# «Специалист» alone is nobody; «специалист по кадрам» and «мастер производственного обучения» are one or few.
_WITH_FIELD = frozenset(("специалист", "инструктор", "мастер", "консультант", "эксперт"))
_COLLECTIVE = frozenset(("совет", "комитет", "комиссия", "клуб", "объединение", "ассоциация"))
_OF_SOMETHING = lexicon("posts_of_something")


def posts(line: Line, lemmas: list[str], index: int) -> Iterator[Mark]:
    """A post that begins at a token, with its field: «завуч по воспитательной работе»."""
    if not line.word[index]:
        return
    folded, following = line.folded[index], text_at(line, index + 1)
    parts = folded.split("-")
    last = index
    if is_one(line, lemmas, index, _DEPUTIES):
        if is_one(line, lemmas, index + 1, _POSTS) or lemmas[min(index + 1, len(lemmas) - 1)] in _HEADED:
            last = index + 1
        elif following == "." and (
            is_one(line, lemmas, index + 2, _POSTS) or lemmas[min(index + 2, len(lemmas) - 1)] in _HEADED
        ):
            last = index + 2
        elif following != "по" and folded == "зав":
            return
    elif lemmas[index] in _ALONE and (text_at(line, index + 1) == "" or line.facts(index + 1).case != "gent"):
        pass
    elif is_one(line, lemmas, index, _HEADS):
        if index + 1 >= len(lemmas) or not line.word[index + 1]:
            return
        if not (
            line.facts(index + 1).case == "gent"
            or following in _MEETINGS
            or (len(following) <= 4 and following != "и")
        ):
            return
        if line.facts(index + 1).part in ("PREP", "CONJ", "NPRO", "VERB", "PRCL"):
            return
        last = index + 1
        if last + 1 < len(lemmas) and line.word[last + 1] and line.facts(last).part == "ADJF":
            last += 1
    elif lemmas[index] == "педагог" and is_one(line, lemmas, index + 1, _DOUBLES):
        last = index + 1
    elif lemmas[index] in _WITH_FIELD:
        if following != "по" and _governed(line, lemmas, index) == index:
            return
    elif lemmas[index] == "классный" or folded in ("кл", "научный", "научного", "научному", "научным"):
        if is_one(line, lemmas, index + 1, _CLASS_HEADS):
            last = index + 1
        elif folded not in ("классная", "классной", "классную", "классному") or (
            index + 1 < len(lemmas) and line.facts(index + 1).part == "NOUN"
        ):
            if folded not in ("кл", "научн") or not is_one(line, lemmas, index + 2, _CLASS_HEADS):
                return
            last = index + 2
    elif lemmas[index] == "главный" and _is_trade(line, lemmas, index + 1):
        last = index + 1
    elif lemmas[index] in _BEFORE_POSTS or folded in ("ст", "соц", "мед"):
        last = index + 1 + (following == ".")
        if not is_one(line, lemmas, last, _SOCIAL):
            return
    elif not (
        is_one(line, lemmas, index, _POSTS)
        or (
            len(parts) > 1
            and any(facts(part).lemma in _POSTS or facts(part).lemma in _DOUBLES for part in parts if part)
        )
        or (not line.facts(index).known and _misspelt_post(folded))
    ):
        return
    if text_at(line, last + 1) == "." and line.folded[index] == "кл":
        last += 1
    last = _governed(line, lemmas, last)
    if text_at(line, last + 1) == "по" and last + 2 < len(lemmas) and line.word[last + 2]:
        end = last + 2
        while end < len(lemmas) - 1 and line.word[end + 1] and line.facts(end).part == "ADJF":
            end += 1
        alone = end + 1 == len(lemmas) or not line.word[end + 1]
        if line.facts(end).noun or not line.facts(end).known or len(line.folded[end]) <= 4 or alone:
            # «Зам по воспитательной», «методист по английскому».
            last = end
        elif line.facts(end - 1).part == "ADJF":
            last = end - 1
        if text_at(line, last + 1) == "и" and last + 3 < len(lemmas) and line.facts(last).part == "ADJF":
            last += 3
        last = _governed(line, lemmas, last)
    elif (lemmas[last] == "инспектор" and text_at(line, last + 1) in ("пдн", "кдн", "опдн", "одн")) or (
        lemmas[last] in _OF_SOMETHING
        and last + 1 < len(lemmas)
        and line.word[last + 1]
        and line.facts(last + 1).case == "gent"
        and line.facts(last + 1).part == "NOUN"
    ):
        last += 1
    if folded == "зав" or folded.startswith(_MANAGING):
        # «Заведующая кафедрой восточных языков».
        last = genitives_after(line, last + _is_managed(line, last + 1))
    first = index
    if text_at(line, index - 1) in ("ио", "врио", "и.о"):
        first = index - 1
    elif "".join(line.folded[max(0, index - 4) : index]) in ("и.о.", "и.о"):
        first = index - 4
    elif text_at(line, index - 1) == "обязанности":
        first = max(0, index - 2)
    elif index and lemmas[index - 1] in _OF_POSTS:
        first = index - 1
    yield mark_of(line, first, last, Label.POST, CHECK)


_MANAGING = ("заведующ", "управляющ")


def _is_managed(line: Line, index: int) -> bool:
    """Whether a noun in the instrumental stands at a token: «кафедрой», «кабинетами»."""
    if index >= len(line.tokens) or not line.word[index]:
        return False
    known = line.facts(index)
    return known.part == "NOUN" and known.case == "ablt" and "anim" not in grammemes(line.folded[index])


_TRADE = re.compile(r".{2,}(?:лог|тор|ер|ист|вед|граф|арь|щик|чик|врач)")


def _is_trade(line: Line, lemmas: list[str], index: int) -> bool:
    """Whether a noun says what somebody does for a living: «технолог», «энергетик» is left to the list."""
    return (
        index < len(lemmas)
        and "anim" in grammemes(line.folded[index])
        and bool(_TRADE.fullmatch(lemmas[index]))
        and line.facts(index).number == "sing"
    )


def _governed(line: Line, lemmas: list[str], last: int) -> int:
    """Where «начальник отдела образования», «по делам несовершеннолетних» end, given where the words before do."""
    for _ in range(3):
        after = last + 1
        if after >= len(lemmas) or not line.word[after]:
            break
        folded, of_work = line.folded[after], lemmas[last] in ("дело", "работа", "вопрос", "право")
        if line.facts(after).part == "ADJF" and after + 1 < len(lemmas) and lemmas[after + 1] in _FIELDS:
            last = after + 1
        elif (
            (lemmas[after] in _FIELDS and line.facts(after).case not in ("datv", ""))
            or (of_work and folded in ("несовершеннолетних", "молодежи", "ребенка", "детей"))
            or (
                lemmas[last] in _COLLECTIVE
                and line.facts(after).part == "NOUN"
                and line.facts(after).case == "gent"
            )
        ):
            last = after
        elif of_work and folded == "с" and is_one(line, lemmas, after + 1, _WITH):
            last = after + 1
        elif line.tokens[after].text.isupper() and 2 <= len(folded) <= 5 and line.cased:
            last = after
        else:
            break
    return min(last, len(lemmas) - 1)


@lru_cache(maxsize=1)
def _shortened_posts() -> frozenset[str]:
    """Every long post without one of its letters."""
    return frozenset(
        post[:n] + post[n + 1 :] for post in _POSTS if len(post) > 6 for n in range(1, len(post))
    )


@lru_cache(maxsize=4_096)
def _misspelt_post(folded: str) -> bool:
    """Whether an unknown word is a long post with one letter left out or mistaken: «деректор», «дирктора»."""
    if not 5 < len(folded) <= _LONGEST:
        return False
    return any(
        stem in _shortened_posts()
        or (
            len(stem) > 6 and any(stem[:n] + stem[n + 1 :] in _shortened_posts() for n in range(1, len(stem)))
        )
        for stem in stems(folded)
    )
