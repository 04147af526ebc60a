"""People, places and organisations among the words of a text: the dictionary, the model and the rules in union.

A single witness is enough for a mark: what it costs is a look of a moderator; what a missed name costs is a person.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from .declension import full_names, is_possessive
from .grammar import Facts, facts, grammemes
from .labels import Label, Tier
from .lexicon import CONTENT, lexicon
from .line import Line, is_harmless
from .stems import cyrillic, stems
from .tagger import PATRONYMIC, SURNAME, Guess

SURE, CHECK = Tier.SURE.value, Tier.CHECK.value
Verdicts = dict[int, tuple[str, str]]
# Chances of the model: from the one on it is believed, from the other on it is looked at; a first name needs less.
_CERTAIN, _BELIEVED, _DOUBTED, _FAINT = 0.9, 0.6, 0.15, 0.04
# What a word of every day, or a mistyped one, needs to be looked at.
_RATHER_SO = 0.3
# Short unknown words are names of few as often as mistakes.
_SHORT = 6
_OF_VERBS = ("ца", "тся", "ют", "ит", "ет", "ат")
_PARTICLES = lexicon("particles")
_HONORIFICS = lexicon("honorifics")
_ENGLISH_HARMLESS = lexicon("english_harmless")
_TRIGGERS = lexicon("triggers")
_NOT_IN_YKH = lexicon("not_surnames_in_ykh")
_ADJECTIVE_SURNAMES = lexicon("adjective_surnames")
_POSTS, _KIN, _BEASTS = lexicon("posts"), lexicon("kin"), lexicon("beasts")
_SHORTENED = lexicon("shortened")
# Forms of first names that are words of every day as well; in small letters they need a second witness.
_ALSO_WORDS = lexicon("also_words")
# A reading as a name that is not the likeliest but no rare one.
_RATHER = 0.2
# Words that only join others are nobody's name in small letters.
_ACTING = frozenset(("VERB", "INFN", "GRND", "ADVB", "COMP"))
_SHORT_NAMES = lexicon("short_names")
_AFTER_NAMES = frozenset(("оглы", "оглу", "кызы", "заде", "улы", "гызы"))
_JOINING = frozenset(("PREP", "CONJ", "PRCL", "NPRO", "INTJ", "PRED"))


def people_and_places(line: Line, written: Sequence[Guess], lowered: Sequence[Guess]) -> Verdicts:
    """Token index → label and tier. `written` guesses looked at capitals, `lowered` ones did not."""
    verdicts: Verdicts = {}
    for index, token in enumerate(line.tokens):
        if not line.word[index] or line.is_harmless(index) or _is_said_of_no_one(line, index):
            continue
        verdict: tuple[str, str] | None
        if _LATIN.match(token.text):
            verdict = _of_latin(line, index)
        elif not _CYRILLIC.match(token.text):
            # Names in an alphabet that nobody here reads: a moderator has to ask what it says.
            verdict = (Label.OTHER, CHECK) if len(token.text) > 1 else None
        elif line.capital[index] and (line.cased or not line.opening[index]):
            verdict = _of_capital(line, index, written[index])
        else:
            verdict = _of_small(line, index, written[index], lowered[index])
        if verdict:
            verdicts[index] = verdict
    for index in _said_to_be_names(line):
        verdicts[index] = (Label.PER, SURE)
    _initials(line, verdicts)
    _beside(line, verdicts)
    _propagate(line, verdicts)
    return verdicts


# «Вера в себя», «любовь к предмету», «надежда на отпуск»: what feelings are for tells them from the names.
_FEELINGS = {"вера": "в", "любовь": "к", "надежда": "на"}
_BELIEVED_IN = lexicon("believed_in")
_BEFORE_MILA = frozenset(["очень", "была", "так", "весьма", "будет"])


def _is_said_of_no_one(line: Line, index: int) -> bool:
    """Whether a word that is also a name is plainly none by what stands beside it."""
    folded, following = line.folded[index], _text(line, index + 1)
    if folded == "мила":
        return _text(line, index - 1) in _BEFORE_MILA
    if folded == "ник":
        return bool(_LATIN.match(following or ".")) or following in ("@", ":", "автора")
    if folded in ("тема", "темой", "теме"):
        return following in (":", "урока")
    known = line.facts(index)
    preposition = _FEELINGS.get(known.lemma) or _FEELINGS.get(_FEELING_FORMS.get(folded, ""))
    if not preposition or following not in (preposition, preposition + "о"):
        return False
    return preposition != "в" or _text(line, index + 2) in _BELIEVED_IN


_FEELING_FORMS = {
    "веру": "вера", "веры": "вера", "вере": "вера", "верой": "вера", "любви": "любовь", "любовью": "любовь",
    "надежду": "надежда", "надежды": "надежда", "надежде": "надежда", "надеждой": "надежда",
}  # fmt: skip
_LATIN, _CYRILLIC = re.compile(r"[A-Za-zÀ-ɏ]"), re.compile(r"[Ѐ-ӿ]")


def _of_capital(line: Line, index: int, guess: Guess) -> tuple[str, str] | None:
    known, folded, opening = line.facts(index), line.folded[index], line.opening[index]
    if len(folded) == 1:
        return None
    if line.tokens[index].text.isupper() and len(folded) <= 6 and not known.person:
        return (Label.ORG, CHECK)
    listed = _is_first_name(folded, known)
    named = known.person > 0 or listed or _is_patronymic(folded, known)
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
        return (Label.PER, CHECK) if not line.is_typo(index) else None
    shown = known.part in ("NOUN", "ADJF") and (not line.titled(index) or guess.person > _FAINT)
    return (Label.OTHER, CHECK) if shown else None


def _of_opening(line: Line, index: int, guess: Guess) -> tuple[str, str] | None:
    """A word that is capitalised because a sentence begins with it."""
    known, folded = line.facts(index), line.folded[index]
    if known.only_person or _is_patronymic(folded, known):
        return (Label.PER, SURE)
    if _is_first_name(folded, known):
        return (Label.PER, SURE if guess.person > _BELIEVED or not known.plain else CHECK)
    if not known.known and guess.person < _DOUBTED and line.is_typo(index):
        return None
    if known.person > 0 and (not known.plain or guess.person > _FAINT):
        return (Label.PER, SURE if guess.person > _BELIEVED else CHECK)
    called = _text(line, index + 1) == "," and known.case == "nomn"
    # A word that opens a quotation may be what a school or a child is called.
    named = known.plain < 0.9 or known.person or _text(line, index - 1) in ("«", '"')
    doubted = _FAINT if called else _DOUBTED / 2 if named else _RATHER_SO
    if max(guess) > doubted and known.part not in _JOINING and (not known.known or known.noun):
        return (guess.best, SURE if max(guess) > (_BELIEVED if known.plain < 0.9 else _CERTAIN) else CHECK)
    if known.place and not known.plain:
        return (Label.LOC, SURE)
    return (Label.PER, CHECK) if not known.known else None


def _text(line: Line, index: int) -> str:
    return line.folded[index] if 0 <= index < len(line.folded) else ""


def _of_small(line: Line, index: int, written: Guess, lowered: Guess) -> tuple[str, str] | None:
    known, folded = line.facts(index), line.folded[index]
    if len(folded) < 2 or (known.part in _JOINING and known.known):
        return None
    person = lowered.person if not line.cased else max(written.person, lowered.person if known.person else 0)
    if known.only_person or _is_patronymic(folded, known):
        return (Label.PER, SURE if person > 0.3 or not line.cased else CHECK)
    if _is_first_name(folded, known):
        if folded not in _ALSO_WORDS or known.person == 1:
            return (Label.PER, SURE if person > 0.3 and not known.plain else CHECK)
        if lowered.person > _DOUBTED or _triggered(line, index):
            return (Label.PER, SURE if person > _CERTAIN else CHECK)
        return None
    if "-" in folded and any(_is_first_name(part, facts(part)) for part in folded.split("-") if part):
        return (Label.PER, CHECK)
    if line.cased and not (line.capital[index] or index in line.shouted):
        if not known.known and lowered.person > _DOUBTED and not line.is_typo(index):
            return (Label.PER, CHECK)
        if max(written) > _BELIEVED and known.part not in _ACTING:
            return (written.best, CHECK)
        return (Label.PER, CHECK) if known.person and person > _BELIEVED else None
    if not known.known and max(lowered) < _BELIEVED and _is_derived(folded, known):
        return None if max(lowered) < _DOUBTED else (lowered.best, CHECK)
    if not known.known and max(lowered) < _CERTAIN and line.is_typo(index):
        short = len(folded) < _SHORT and not folded.endswith(_OF_VERBS)
        doubted = _FAINT if short else _DOUBTED if SURNAME.search(folded) else _RATHER_SO
        return None if max(lowered) < doubted else (lowered.best, CHECK)
    everyday = known.known and not known.person and known.plain > 0.9 and lowered.best == Label.PER
    if everyday and folded in _ADJECTIVE_SURNAMES and _triggered(line, index):
        return (Label.PER, CHECK)
    if everyday and _is_surname_in_ykh(line, index, known):
        return (Label.PER, CHECK)
    if everyday and max(lowered) < _RATHER_SO:
        return (Label.PER, CHECK) if lowered.person > _FAINT and _triggered(line, index) else None
    if max(lowered) > _DOUBTED and (
        not known.known or known.noun or known.person or max(lowered) > _BELIEVED
    ):
        sure = max(lowered) > (_BELIEVED if known.plain < 0.9 else _CERTAIN)
        return (lowered.best, SURE if sure else CHECK)
    if known.place and not known.plain:
        return (Label.LOC, SURE if known.known else CHECK)
    if known.place > _RATHER and index and line.facts(index - 1).part == "PREP":
        return (Label.LOC, CHECK)
    if known.person and (
        _triggered(line, index) or lowered.person > (_FAINT if known.plain < 0.8 else _DOUBTED)
    ):
        return (Label.PER, CHECK)
    if not known.known and (
        lowered.person > _FAINT or (len(folded) > 3 and folded.replace("-", "").isalpha())
    ):
        return (Label.PER, CHECK)
    return None


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


def _is_first_name(folded: str, known: Facts) -> bool:
    """Whether a word is of our table of first names; one of three letters must have no other meaning."""
    return bool(full_names(folded)) and (len(folded) > 3 or known.person > 0 or not known.plain)


def _is_patronymic(folded: str, known: Facts) -> bool:
    return not known.plain and len(folded) > 4 and bool(PATRONYMIC.search(folded))


def _triggered(line: Line, index: int) -> bool:
    return index > 0 and line.word[index - 1] and line.facts(index - 1).lemma in _TRIGGERS


@lru_cache(maxsize=1)
def _english_names() -> frozenset[str]:
    rows = (CONTENT / "english_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word.lower() for row in rows if not row.startswith("#") for word in row.split())


@lru_cache(maxsize=1)
def _english_words() -> frozenset[str]:
    rows = (CONTENT / "english_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for row in rows if not row.startswith("#") for word in row.split())


@lru_cache(maxsize=16_384)
def _is_english(low: str) -> bool:
    """Whether a word is common English, as it stands or with one of the usual endings (Quirk et al., 1985, § 3)."""
    common = _english_words()
    if low in common or low in _ENGLISH_HARMLESS or low in _HONORIFICS:
        return True
    if "-" in low:
        return all(_is_english(part) for part in low.split("-"))
    for ending, others in _ENGLISH_ENDINGS:
        stem = low.removesuffix(ending)
        if stem != low and len(stem) > 1:
            if any(stem + other in common for other in others):
                return True
            if len(stem) > 2 and stem[-1] == stem[-2] and stem[:-1] in common:
                return True
    return False


_ENGLISH_ENDINGS = (
    ("s", ("",)), ("es", ("",)), ("ies", ("y",)), ("ed", ("", "e")), ("ied", ("y",)), ("ing", ("", "e")), ("ly", ("",)),
    ("er", ("", "e")), ("ers", ("", "e")), ("est", ("", "e")), ("ness", ("",)), ("n't", ("",)), ("ily", ("y",)),
    ("ings", ("", "e")), ("'ll", ("",)), ("'d", ("",)), ("'ve", ("",)), ("'re", ("",)),
)  # fmt: skip


@lru_cache(maxsize=16_384)
def _of_russian(low: str) -> tuple[bool, bool]:
    """Whether a Latin word reads as a Russian person's and as a place's name, and as nothing else."""
    if not low.isalpha() or not low.isascii() or len(low) < 4:
        return False, False
    for spelling in dict.fromkeys((cyrillic(low), cyrillic(low) + "ь", cyrillic(low.replace("x", "ks")))):
        known = facts(spelling)
        person = known.known and known.person > (0 if not known.plain else _RATHER)
        if person or _is_patronymic(spelling, known) or full_names(spelling):
            return True, False
        if known.known and known.place and not known.plain:
            return False, True
    return False, False


def _of_latin(line: Line, index: int) -> tuple[str, str] | None:
    word = line.tokens[index].text
    low = word.lower().removesuffix("'s").removesuffix("’s")
    english = low in _english_names()
    if (
        len(low) > 1
        and english
        and low in _ENGLISH_HARMLESS
        and word[0].isupper()
        and not line.opening[index]
    ):
        return (Label.PER, CHECK)
    if len(low) < 2 or low in _ENGLISH_HARMLESS:
        return None
    person, place = _of_russian(low)
    before = line.folded[index - 1] if index else ""
    if before == "." and index > 1:
        before = line.folded[index - 2]
    capital = word[0].isupper() and not word.isupper()
    if before in _HONORIFICS or (before in _english_names() and (capital or not line.cased)):
        return (Label.PER, SURE if capital else CHECK)
    if (capital or index in line.shouted or word.isupper()) and (english or person):
        return (Label.PER, SURE)
    if place:
        return (Label.LOC, SURE if capital else CHECK)
    if (person or (english and low not in _AMBIGUOUS)) and not line.cased:
        return (Label.PER, CHECK)
    if not line.cased and len(low) > 2 and _in_english(line, index) and not _is_english(low):
        return (Label.PER, CHECK)
    if capital and line.cased and (not line.opening[index] or len(low) > 2):
        return (Label.OTHER, CHECK)
    return None


_AMBIGUOUS = lexicon("ambiguous_english")


def _in_english(line: Line, index: int) -> bool:
    """Whether a Latin word stands beside another, or has letters that English has not: «jürgen»."""
    before = index - 1 - (_text(line, index - 1) == ",")
    if before >= 0 and line.word[before] and line.facts(before).lemma in _TRIGGERS:
        return True
    beside = (line.folded[place] for place in (index - 1, index + 1) if 0 <= place < len(line.folded))
    return not line.folded[index].isascii() or any(_LATIN.match(word) for word in beside)


def _said_to_be_names(line: Line) -> Iterator[int]:
    """Words that the text itself calls names: «по фамилии Гром», «заяц это фамилия», «её зовут роза»."""
    for index, folded in enumerate(line.folded):
        if folded in ("фамилия", "фамилии", "фамилией", "фамилию"):
            dashed = _text(line, index + 1) in _DASHES
            if (dashed and folded == "фамилия") or _text(line, index - 1) in ("по", "с"):
                yield from _nameable(line, index + 1 + dashed)
            elif _text(line, index - 1) in ("это", "-", "—", "–"):
                back = index - 2
                yield from _nameable(line, back - (_text(line, back) in (",", "-", "—", "–")))
        elif folded == "зовут":
            yield from _nameable(line, index + 1 + (_text(line, index + 1) in _WHOM))


_ABBREVIATED = frozenset("гсдптукв")
_DASHES = frozenset("-—–:")
_WHOM = frozenset(("меня", "его", "ее", "нас", "их", "мальчика", "девочку"))


def _nameable(line: Line, index: int) -> Iterator[int]:
    if not (0 <= index < len(line.folded) and line.word[index]) or line.is_harmless(index):
        return
    known = line.facts(index)
    said = (
        known.part in ("NOUN", "ADJF") and known.number == "sing" and known.case in ("nomn", "ablt", "accs")
    )
    if (
        said and "Apro" not in grammemes(line.folded[index]) and known.lemma not in _TRIGGERS
    ) or not known.known:
        yield index


def _is_surname_in_ykh(line: Line, index: int, known: Facts) -> bool:
    """Whether «седых» or «долгих» stands with no noun to belong to, at the head of a phrase or after «мать»."""
    folded = line.folded[index]
    if known.part != "ADJF" or not folded.endswith(("ых", "их")) or folded in _NOT_IN_YKH:
        return False
    if {"Apro", "Anum", "Supr"} & grammemes(folded) or line.facts(index).noun:
        return False
    heads = index == 0 or not line.word[index - 1] or _triggered(line, index)
    after = index + 1
    alone = (
        after >= len(line.folded)
        or not line.word[after]
        or line.facts(after).part not in ("NOUN", "ADJF", "PRTF")
    )
    return heads and alone and line.folded[after : after + 1] != ["и"]


def _initials(line: Line, verdicts: Verdicts) -> None:
    """«А. С. Пушкин», «Иванова И.И.», «Яна Т.»: letters with dots beside a name, and a name beside letters."""
    for index, token in enumerate(line.tokens):
        if not _is_initial(line, index):
            continue
        after = index + 2
        # «А.-М. Юхно» has a hyphen inside.
        after += _text(line, after) == "-" and _is_initial(line, after + 1)
        second = _is_initial(line, after)
        after += 2 * second
        particle = (
            _text(line, after) in _PARTICLES and after + 1 < len(line.tokens) and line.capital[after + 1]
        )
        if particle:
            verdicts[after] = (Label.PER, CHECK)
            after += 1
        letters = dict.fromkeys(range(index, after), (Label.PER, SURE))
        before, big = index - 1, token.text.isupper() and index not in line.shouted
        pair = "".join(line.folded[index : index + 3 : 2])
        if (
            before >= 0
            and line.word[before]
            and len(line.folded[before]) > 2
            and token.start - line.tokens[before].end == 1
        ):
            named = verdicts.get(before, ("",))[0] == Label.PER
            if named or (big and second and line.capital[before]):
                verdicts[before] = (Label.PER, SURE)
                verdicts.update(letters)
                continue
        beside = after < len(line.tokens) and line.word[after] and len(line.folded[after]) > 2
        if beside and line.tokens[after].start - line.tokens[after - 1].end <= 1:
            person = verdicts.get(after, ("",))[0] == Label.PER or line.facts(after).person > 0
            if (big and line.capital[after] and (second or person)) or (
                second and person and pair not in _SHORTENED
            ):
                verdicts[after] = (Label.PER, SURE)
                verdicts.update(letters)
                continue
            if person and not second and not line.cased and token.text not in _ABBREVIATED:
                verdicts.update(dict.fromkeys(letters, (Label.PER, CHECK)))
                continue
        if second and (big or (not line.cased and pair not in _SHORTENED)):
            verdicts.update(dict.fromkeys(letters, (Label.PER, CHECK)))
            if before >= 0 and not line.cased and token.start - line.tokens[before].end == 1:
                known = line.facts(before)
                if known.part in ("NOUN", "ADJF", "ADJS", "UNKN") and known.lemma not in _TRIGGERS:
                    verdicts.setdefault(before, (Label.PER, CHECK))


def _is_initial(line: Line, index: int) -> bool:
    following = index + 1
    return (
        following < len(line.tokens)
        and line.word[index]
        and len(line.tokens[index].text) == 1
        and line.tokens[following].text == "."
        and line.tokens[following].start == line.tokens[index].end
    )


def _beside(line: Line, verdicts: Verdicts) -> None:
    """Words that stand with a name: particles inside it, surnames after a first name, first names before a surname."""
    for index in range(len(line.tokens)):
        if verdicts.get(index, ("",))[0] != Label.PER:
            continue
        for beside in (index + 1, index - 1):
            if not 0 <= beside < len(line.tokens) or not line.word[beside] or beside in verdicts:
                continue
            first, last = sorted((index, beside))
            if line.tokens[last].start - line.tokens[first].end != 1 or is_harmless(line.folded[beside]):
                continue
            known = line.facts(beside)
            if (
                (beside > index and not line.cased and line.folded[beside] in _SHORT_NAMES)
                or (beside > index and line.folded[beside] in _AFTER_NAMES)
                or (
                    line.folded[beside] in _PARTICLES
                    and verdicts.get(2 * beside - index, ("",))[0] == Label.PER
                )
            ):
                verdicts[beside] = verdicts[index]
            elif (not line.cased and (line.folded[beside] in _SHORT_NAMES or _is_strange(line, beside))) or (
                line.capital[beside] and not line.opening[beside] and line.cased and known.part in _JOINING
            ):
                verdicts[beside] = (Label.PER, CHECK)
            elif known.part in _JOINING or known.lemma in _TRIGGERS:
                continue
            elif beside < index and not line.cased and _is_surname_before(line, beside, index):
                verdicts[beside] = (Label.PER, SURE)
            elif beside < index and line.facts(index).patronymic and known.noun:
                verdicts[beside] = (Label.PER, CHECK)
            elif (
                line.capital[beside]
                and line.cased
                and (not line.opening[beside] or _opens_a_name(line, beside))
            ):
                verdicts[beside] = (Label.PER, SURE if not known.plain else CHECK)
            elif not line.cased and beside > index and _agree(line, index, beside):
                named = known.case != "nomn" and not known.person and not _calls(line, beside)
                verdicts[beside] = (Label.PER, SURE if named and verdicts[index][1] == SURE else CHECK)
            elif known.person and (line.capital[beside] or not line.cased):
                verdicts[beside] = (Label.PER, CHECK)


def _is_strange(line: Line, index: int) -> bool:
    """Whether the dictionary lacks a word of letters; beside a name even a typing mistake is looked at."""
    folded = line.folded[index]
    return not line.facts(index).known and len(folded) > 2 and folded.isalpha() and not _LATIN.match(folded)


def _is_surname_before(line: Line, noun: int, name: int) -> bool:
    """Whether a noun before a first name is its surname: «весна марья антоновна», in one case with it."""
    known, first = line.facts(noun), line.facts(name)
    given = full_names(line.folded[name]) or first.name > 0.5
    if not given or known.part not in ("NOUN", "ADJF") or known.number != "sing":
        return False
    if known.case != first.case and not (first.case == "nomn" and known.case == "accs"):
        return False
    if known.lemma in _TRIGGERS or known.lemma in _POSTS or known.lemma in _KIN:
        return False
    before = noun - 1
    heads = before < 0 or not line.word[before] or line.facts(before).lemma in _TRIGGERS
    patronymic = name + 1 < len(line.folded) and _is_patronymic(line.folded[name + 1], line.facts(name + 1))
    return heads and (patronymic or (known.part == "NOUN" and known.plain == 1 and not _calls(line, noun)))


def _calls(line: Line, noun: int) -> bool:
    """Whether a noun says who somebody is: «тихоня маша», «умница света»; the animate ones but for beasts."""
    return "anim" in grammemes(line.folded[noun]) and line.facts(noun).lemma not in _BEASTS


def _goes_on(line: Line, adjective: int) -> bool:
    """Whether a noun follows an adjective, which then is no surname."""
    after = adjective + 1
    return after < len(line.folded) and line.word[after] and line.facts(after).part in ("NOUN", "ADJF")


def _opens_a_name(line: Line, index: int) -> bool:
    """Whether a word that begins a sentence may belong to the capitalised name after it: «Весна Марья Антоновна»."""
    known = line.facts(index)
    return line.capital[index + 1] and known.part == "NOUN" and known.number == "sing" and not known.place


def _agree(line: Line, name: int, noun: int) -> bool:
    """Whether a noun may be the surname of the first name before it: «оля синица» is one person in one case."""
    first, second = line.facts(name), line.facts(noun)
    if (
        not (full_names(line.folded[name]) or first.name > 0.5)
        or second.part not in ("NOUN", "ADJF")
        or (second.part == "ADJF" and _goes_on(line, noun))
        or second.number != "sing"
    ):
        return False
    return (
        second.case == first.case
        and second.lemma not in _TRIGGERS
        and second.plain < 1 + (first.case in ("nomn", "ablt", "datv"))
    )


def _propagate(line: Line, verdicts: Verdicts) -> None:
    """Whoever was found once is found wherever the text says that name again, in any form, full or diminutive."""
    names: set[str] = set()
    labels: dict[str, str] = {}
    for index, (label, tier) in verdicts.items():
        folded = line.folded[index]
        if len(folded) < 3 or (tier == CHECK and label not in (Label.PER, Label.OTHER)):
            continue
        known = line.facts(index)
        if (
            tier == CHECK
            and known.plain
            and not line.capital[index]
            and not (known.person or full_names(folded))
        ):
            continue
        for stem in stems(folded):
            if len(stem) >= 3:
                labels.setdefault(stem, label)
        if label == Label.PER:
            names |= full_names(folded)
    small = {folded for index, folded in enumerate(line.folded) if line.cased and not line.capital[index]}
    for index, folded in enumerate(line.folded):
        if index in verdicts or not line.word[index] or len(folded) < 3 or is_harmless(folded):
            continue
        known = line.facts(index)
        if known.part in _JOINING and known.known:
            continue
        if line.cased and not line.capital[index] and index not in line.shouted:
            continue
        if names and not names.isdisjoint(full_names(folded)) and _is_first_name(folded, known):
            verdicts[index] = (Label.PER, CHECK if known.plain else SURE)
            continue
        label = next((labels[stem] for stem in stems(folded) if stem in labels), None)
        if label and not (known.plain and line.opening[index] and folded in small):
            verdicts[index] = (label, CHECK if known.plain or not line.cased else SURE)


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
        if not stands or known.part != "NOUN" or known.case != "nomn" or known.number != "sing":
            continue
        if known.lemma not in _TRIGGERS and known.lemma not in _KIN and known.lemma not in _TIMES:
            yield index


_TIMES = frozenset(
    ["день", "час", "раз", "год", "неделя", "минута", "месяц", "утро", "вечер", "ночь", "урок"]
)
