"""People, places and organisations among the words of a text: the dictionary, the model and the rules in union.

A single witness is enough for a mark: what it costs is a look of a moderator; what a missed name costs is a person.
"""

import re
from collections.abc import Iterator, Sequence

from .declension import is_possessive
from .everyday import is_said_of_no_one
from .grammar import Facts, facts, grammemes
from .labels import Label
from .latin import LATIN, is_english, of_latin
from .lexicon import lexicon, may_be_surname
from .line import Line, is_harmless
from .neighbours import beside, initials, listed, propagate, syllables
from .settlements import is_settlement
from .tagger import SURNAME, Guess
from .verdicts import (
    CHECK,
    JOINING,
    SURE,
    TRIGGERS,
    Verdicts,
    is_first_name,
    is_patronymic,
    text_of,
    triggered,
)  # fmt: skip

# Chances of the model: from the one on it is believed, from the other on it is looked at; a first name needs less.
_CERTAIN, _BELIEVED, _DOUBTED, _FAINT = 0.9, 0.6, 0.04, 0.015
# The same where capitals tell nothing; places and bodies need less.
_HEARD, _PLACED, _HARDLY = 0.04, 0.02, 0.008
# What a word of every day, or a mistyped one, needs to be looked at.
_RATHER_SO = 0.3
# Short unknown words are names of few as often as mistakes: so long at most, so likely at least.
_SHORT, _SHORT_AND_STRANGE = 6, 0.002
_OF_VERBS = ("ца", "тся", "ют", "ит", "ет", "ат")
_NOT_IN_YKH = lexicon("not_surnames_in_ykh")
_ADJECTIVE_SURNAMES = lexicon("adjective_surnames")
_SHORT_NAMES = lexicon("short_names")
_POSTS, _KIN = lexicon("posts"), lexicon("kin")
# Forms of first names that are words of every day as well; in small letters they need a second witness.
_ALSO_WORDS = lexicon("also_words")
# A reading as a name that is not the likeliest but no rare one.
_RATHER = 0.2
# What is done is nobody's name in small letters.
_ACTING = frozenset(("VERB", "INFN", "GRND", "ADVB", "COMP"))


def people_and_places(line: Line, written: Sequence[Guess], lowered: Sequence[Guess]) -> Verdicts:
    """Token index → label and tier. `written` guesses looked at capitals, `lowered` ones did not."""
    verdicts: Verdicts = {}
    for index, token in enumerate(line.tokens):
        if not line.word[index] or line.is_harmless(index) or is_said_of_no_one(line, index):
            continue
        verdict: tuple[str, str] | None
        if LATIN.match(token.text):
            verdict = of_latin(line, index)
            if not verdict and lowered[index].person > _BELIEVED and not is_english(line.folded[index]):
                verdict = (Label.PER, CHECK)
        elif not _CYRILLIC.match(token.text):
            # Names in an alphabet that nobody here reads: a moderator has to ask what it says.
            verdict = (Label.OTHER, CHECK) if len(token.text) > 1 else None
        elif line.capital[index] and (line.cased or not line.opening[index]):
            verdict = _of_capital(line, index, written[index])
        else:
            verdict = _of_small(line, index, written[index], lowered[index])
        if verdict == (Label.PER, CHECK):
            verdict = (
                _likeliest(line, index, written[index] if line.capital[index] else lowered[index]),
                CHECK,
            )
        if verdict:
            verdicts[index] = verdict
    faint = {
        index
        for index, verdict in verdicts.items()
        if verdict == (Label.PER, CHECK) and line.facts(index).plain and lowered[index].person < _RATHER_SO
    }
    for index in _said_to_be_names(line):
        verdicts[index] = (Label.PER, SURE)
    initials(line, verdicts)
    syllables(line, verdicts)
    beside(line, verdicts)
    listed(line, verdicts)
    propagate(line, verdicts, faint)
    return verdicts


def _likeliest(line: Line, index: int, guess: Guess) -> str:
    """What an uncertain word is called: a person, unless the model alone speaks and tells of something else."""
    known = line.facts(index)
    named = (
        known.person or is_first_name(line.folded[index], known) or is_patronymic(line.folded[index], known)
    )
    return Label.PER if named or guess.person >= max(guess.place, guess.organisation) else guess.best


_CYRILLIC = re.compile(r"[Ѐ-ӿ]")


def _of_capital(line: Line, index: int, guess: Guess) -> tuple[str, str] | None:
    known, folded, opening = line.facts(index), line.folded[index], line.opening[index]
    if len(folded) == 1:
        return None
    if line.tokens[index].text.isupper() and len(folded) <= 6 and not known.person:
        return (Label.ORG, CHECK)
    listed = is_first_name(folded, known)
    named = known.person > 0 or listed or is_patronymic(folded, known)
    if opening:
        return _of_opening(line, index, guess)
    if named and known.person >= known.place and guess.place + guess.organisation < 0.5:
        return (Label.PER, SURE)
    if max(guess) > (_BELIEVED if known.plain < 0.9 else _CERTAIN) and (not known.known or known.noun):
        return (guess.best, SURE if known.plain < 0.9 else CHECK)
    if named:
        return (Label.PER, CHECK if known.place else SURE)
    if known.place:
        return (Label.LOC, SURE)
    if known.organisation:
        return (Label.ORG, SURE)
    if max(guess) > (_DOUBTED if known.plain < 0.9 else _BELIEVED):
        return (guess.best, CHECK)
    if not known.known:
        # A slip of the pen has no capital; «Шахрай» has, though one letter away there is a word.
        return (Label.PER, CHECK)
    if folded in _SHORT_NAMES and line.cased:
        return (Label.PER, CHECK)
    shown = known.part in ("NOUN", "ADJF", "VERB") and (not line.titled(index) or guess.person > _FAINT)
    return (Label.OTHER, CHECK) if shown else None


def _of_opening(line: Line, index: int, guess: Guess) -> tuple[str, str] | None:
    """A word that is capitalised because a sentence begins with it."""
    known, folded = line.facts(index), line.folded[index]
    if known.only_person or is_patronymic(folded, known):
        return (Label.PER, SURE)
    if is_first_name(folded, known):
        return (Label.PER, SURE if guess.person > _BELIEVED or not known.plain else CHECK)
    begins = text_of(line, index - 1) not in (":", "—", "–", "-", "(")
    if not known.known and guess.person < _DOUBTED and begins and line.is_typo(index):
        return None
    if known.person > 0 and (not known.plain or guess.person > _FAINT):
        return (Label.PER, SURE if guess.person > _BELIEVED else CHECK)
    called = text_of(line, index + 1) == "," and known.case == "nomn"
    # A word that opens a quotation may be what a school or a child is called.
    named = known.plain < 0.9 or known.person or text_of(line, index - 1) in ("«", '"')
    heard = may_be_surname(folded, known.lemma) and known.case == "nomn"
    doubted = _FAINT if called else _DOUBTED / 2 if named else _DOUBTED if heard else _RATHER_SO
    if max(guess) > doubted and known.part not in JOINING and (not known.known or known.noun or heard):
        return (guess.best, SURE if max(guess) > (_BELIEVED if known.plain < 0.9 else _CERTAIN) else CHECK)
    if known.place and not known.plain:
        return (Label.LOC, SURE)
    return (Label.PER, CHECK) if not known.known else None


# «Тёма», and never «тема», to whoever writes the dots; and endings of endearment, which a mistyped word has not.
_DOTTED = frozenset(("тёма", "тёмы", "тёме", "тёму", "тёмой"))
_INNER_CAPITAL = re.compile(r"[а-яё]-[А-ЯЁ][а-яё]")  # «аль-Барадеи», «тётя-Маша».
_ENDEARED = re.compile(r".{3,}(?:[юу]шк?|еньк|[юу]нь?|[юу]сь?|юл|юх|яш)(?:а|я|ы|и|у|ю|е|ой|ей)")


def _of_small(line: Line, index: int, written: Guess, lowered: Guess) -> tuple[str, str] | None:
    known, folded = line.facts(index), line.folded[index]
    text = line.tokens[index].text
    if text.lower() in _DOTTED or (not known.known and _ENDEARED.fullmatch(folded)):
        return (Label.PER, CHECK)
    if _INNER_CAPITAL.search(text):
        return (Label.PER, CHECK)
    if len(folded) < 2 or (known.part in JOINING and known.known and not _is_rather_name(line, index)):
        return None
    person = lowered.person if not line.cased else max(written.person, lowered.person if known.person else 0)
    if known.only_person or is_patronymic(folded, known):
        return (Label.PER, SURE if person > 0.3 or not line.cased else CHECK)
    if is_first_name(folded, known):
        if folded not in _ALSO_WORDS or known.person == 1:
            return (Label.PER, SURE if person > 0.3 and not known.plain else CHECK)
        if lowered.person > _DOUBTED or triggered(line, index) or _is_rather_name(line, index):
            return (Label.PER, SURE if person > _CERTAIN else CHECK)
        return None
    if _GENERATION.search(folded):
        return (Label.PER, CHECK)
    if "-" in folded and any(is_first_name(part, facts(part)) for part in folded.split("-") if part):
        return (Label.PER, CHECK)
    if line.cased and not (line.capital[index] or index in line.shouted):
        if not known.known and lowered.person > _DOUBTED and not line.is_typo(index):
            return (Label.PER, CHECK)
        if max(written) > _BELIEVED and known.part not in _ACTING:
            return (written.best, CHECK)
        return (Label.PER, CHECK) if known.person and person > _BELIEVED else None
    if lowered.person < _BELIEVED and is_settlement(folded):
        return (Label.LOC, CHECK)
    if not known.known and max(lowered) < _BELIEVED and _is_derived(folded, known):
        return None if max(lowered) < _HEARD else (lowered.best, CHECK)
    if not known.known and max(lowered) < _CERTAIN and not triggered(line, index) and line.is_typo(index):
        short = len(folded) < _SHORT and not folded.endswith(_OF_VERBS)
        # «Из сабика»: a village whose name is nearly a word.
        somewhere = lowered.best == Label.LOC and index > 0 and line.facts(index - 1).part == "PREP"
        doubted = (
            _SHORT_AND_STRANGE if short else _HEARD if somewhere or SURNAME.search(folded) else _RATHER_SO
        )
        return None if max(lowered) < doubted else (lowered.best, CHECK)
    heard = may_be_surname(folded, known.lemma) and known.number == "sing"
    everyday = known.known and not known.person and known.plain > 0.9 and lowered.best == Label.PER
    if everyday and folded in _ADJECTIVE_SURNAMES and triggered(line, index):
        return (Label.PER, CHECK)
    if everyday and _is_surname_in_ykh(line, index, known):
        return (Label.PER, CHECK)
    # «Гром» and «светлая» may be somebody; what nobody is called must rather look like it.
    if everyday and max(lowered) < (_HEARD if known.part == "NOUN" or heard else _RATHER_SO):
        return (Label.PER, CHECK) if lowered.person > _HARDLY and triggered(line, index) else None
    enough = _HEARD if lowered.best == Label.PER else _PLACED
    if max(lowered) > enough and (not known.known or known.noun or known.person or max(lowered) > _BELIEVED):
        sure = max(lowered) > (_BELIEVED if known.plain < 0.9 else _CERTAIN)
        return (lowered.best, SURE if sure else CHECK)
    if known.place and not known.plain:
        return (Label.LOC, SURE if known.known else CHECK)
    if known.place > _RATHER and index and line.facts(index - 1).part == "PREP":
        return (Label.LOC, CHECK)
    if known.person and (
        triggered(line, index) or lowered.person > (_HARDLY if known.plain < 0.8 else _HEARD)
    ):
        return (Label.PER, CHECK)
    if not known.known and (
        lowered.person > _HARDLY or (len(folded) > 3 and folded.replace("-", "").isalpha())
    ):
        return (Label.PER, CHECK)
    return None


def _is_rather_name(line: Line, index: int) -> bool:
    """Whether a first name can be no conjunction where it stands: «у коли», «вокруг коли»."""
    known = line.facts(index)
    if known.part != "CONJ" or not index or not is_first_name(line.folded[index], known):
        return False
    return line.facts(index - 1).part == "PREP"


_GENERATION = re.compile(r"-(?:младш|старш)\w{2,3}$")
# Endings of words made of common ones, that no name has: Russian Grammar (1980), §§ 252–340, 582–592, 644–660.
_DERIVED = re.compile(
    r"(?:[ую]ца|ост(?:ь|и|ью|ей|ями?)|[еа]ни(?:е|ем)|изм(?:а|у|ом|е|ы|ов)?|иров(?:ать|ал[аи]?|а[нт]\w+|к[аиуе])|ительн\w+|ищ(?:е|а)|"
    r"(?:иче|ологиче)ск\w+|абельн\w+|[ую]щ(?:ий|ая|ие|его|ей|их|им|ими|ую|ему)|вш(?:ий|ая|ие|его|ей|их|им|ими|ую))$"
)


def _is_derived(folded: str, known: Facts) -> bool:
    """Whether an unknown word is built or inflected as names are not: «велопарковать», «тиктоканутость»."""
    inflected = len(folded) > 4 and known.part in _INFLECTED and not known.noun
    return inflected or (len(folded) > 6 and bool(_DERIVED.search(folded)))


_INFLECTED = frozenset(("VERB", "INFN", "PRTF", "PRTS"))


def _said_to_be_names(line: Line) -> Iterator[int]:
    """Words that the text itself calls names: «по фамилии Гром», «заяц это фамилия», «её зовут роза»."""
    for index, folded in enumerate(line.folded):
        if folded in ("фамилия", "фамилии", "фамилией", "фамилию"):
            dashed = text_of(line, index + 1) in _DASHES
            if (
                text_of(line, index + 1) == ","
                and folded == "фамилию"
                and text_of(line, index + 3) in _STOPPING
            ):
                yield from _nameable(line, index + 2)
            elif (dashed and folded == "фамилия") or text_of(line, index - 1) in ("по", "с"):
                yield from _nameable(line, index + 1 + dashed)
            elif text_of(line, index - 1) in ("это", "-", "—", "–"):
                back = index - 2
                yield from _nameable(line, back - (text_of(line, back) in (",", "-", "—", "–")))
        elif folded == "зовут":
            yield from _nameable(line, index + 1 + (text_of(line, index + 1) in _WHOM))


_DASHES = frozenset("-—–:")
_STOPPING = frozenset((".", ",", ";", "!", "?", ")", ""))
_WHOM = frozenset(("меня", "его", "ее", "нас", "их", "мальчика", "девочку"))


def _nameable(line: Line, index: int) -> Iterator[int]:
    if not (0 <= index < len(line.folded) and line.word[index]) or line.is_harmless(index):
        return
    known = line.facts(index)
    said = (
        known.part in ("NOUN", "ADJF") and known.number == "sing" and known.case in ("nomn", "ablt", "accs")
    )
    if (
        said and "Apro" not in grammemes(line.folded[index]) and known.lemma not in TRIGGERS
    ) or not known.known:
        yield index


def _is_surname_in_ykh(line: Line, index: int, known: Facts) -> bool:
    """Whether «седых» or «долгих» stands with no noun to belong to, at the head of a phrase or after «мать»."""
    folded = line.folded[index]
    if known.part != "ADJF" or not folded.endswith(("ых", "их")) or folded in _NOT_IN_YKH:
        return False
    if {"Apro", "Anum", "Supr"} & grammemes(folded) or line.facts(index).noun:
        return False
    heads = index == 0 or not line.word[index - 1] or triggered(line, index)
    after = index + 1
    alone = (
        after >= len(line.folded)
        or not line.word[after]
        or line.facts(after).part not in ("NOUN", "ADJF", "PRTF")
    )
    return heads and alone and line.folded[after : after + 1] != ["и"]


def possessives(line: Line, verdicts: Verdicts) -> Iterator[int]:
    """Adjectives made of first names: «Катин», «Петиной», «Димкиного»."""
    for index, folded in enumerate(line.folded):
        if index not in verdicts and is_possessive(folded):
            known = line.facts(index)
            if not known.plain or (line.capital[index] and not line.opening[index]):
                yield index


def holders_of_posts(line: Line, verdicts: Verdicts, ends: Sequence[int]) -> Iterator[int]:
    """A lone noun after a post and before a verb: «завуч гроза сказала», «замдиректора по работе бугай говорит»."""
    after_posts = set(ends)
    for index in range(1, len(line.tokens) - 1):
        if line.cased or index in verdicts or not line.word[index] or is_harmless(line.folded[index]):
            continue
        known = line.facts(index)
        stands = line.tokens[index - 1].end in after_posts and line.facts(index + 1).part == "VERB"
        if line.tokens[index - 1].end in after_posts and _ends_a_phrase(line, index):
            yield index
            continue
        if not stands or known.part != "NOUN" or known.case != "nomn" or known.number != "sing":
            continue
        if known.lemma not in TRIGGERS and known.lemma not in _KIN and known.lemma not in _TIMES:
            yield index


def _ends_a_phrase(line: Line, index: int) -> bool:
    """Whether a word like a surname follows the field of a post and nothing it governs: «мэр города лужков, узнав»."""
    governed = line.facts(index - 1).case == "gent" and line.facts(index - 1).part == "NOUN"
    after = text_of(line, index + 1) in (",", ".", ")", ":", "") or line.facts(index + 1).part == "VERB"
    return governed and after and line.folded[index].endswith(("ов", "ев", "ёв", "ин"))


_TIMES = frozenset(
    ["день", "час", "раз", "год", "неделя", "минута", "месяц", "утро", "вечер", "ночь", "урок"]
)
