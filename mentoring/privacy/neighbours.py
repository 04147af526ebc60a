"""What stands beside a name: initials, surnames before and after first names; and the same name elsewhere."""

from collections.abc import Set
from itertools import pairwise

from .declension import full_names
from .grammar import grammemes
from .labels import Label
from .latin import LATIN
from .lexicon import lexicon, may_be_surname
from .line import Line, is_harmless
from .stems import stems
from .verdicts import CHECK, JOINING, SURE, TRIGGERS, Verdicts, is_first_name, is_patronymic, text_of

_PARTICLES = lexicon("particles")
_SHORTENED = lexicon("shortened")
_POSTS, _KIN, _BEASTS = lexicon("posts"), lexicon("kin"), lexicon("beasts")
_SHORT_NAMES = lexicon("short_names")
_OPENING_PARTICLES = frozenset(("ибн", "бен", "бин", "аль", "эль", "абу", "абд", "фон", "де", "ди", "дель"))
_DOING = frozenset(("VERB", "INFN", "GRND", "ADVB", "COMP", "PRED"))
_AFTER_NAMES = lexicon("after_names")
_ABBREVIATED = frozenset("гсдптукв")


def initials(line: Line, verdicts: Verdicts) -> None:
    """«А. С. Пушкин», «Иванова И.И.», «Яна Т.»: letters with dots beside a name, and a name beside letters."""
    for index, token in enumerate(line.tokens):
        if not _is_initial(line, index):
            continue
        after = index + 2
        # «А.-М. Юхно» has a hyphen inside.
        after += text_of(line, after) == "-" and _is_initial(line, after + 1)
        second = _is_initial(line, after)
        after += 2 * second
        particle = (
            text_of(line, after) in _PARTICLES and after + 1 < len(line.tokens) and line.capital[after + 1]
        )
        if particle:
            verdicts[after] = (Label.PER, CHECK)
            after += 1
        letters = dict.fromkeys(range(index, after), (Label.PER, SURE))
        if not second and _is_listed(line, index):
            verdicts.setdefault(index - 1, (Label.PER, CHECK))
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
            alone = before < 0 or not line.word[before]
            person = verdicts.get(after, ("",))[0] == Label.PER or line.facts(after).person > 0
            person = person or (
                alone and not line.cased and may_be_surname(line.folded[after], line.facts(after).lemma)
            )
            if (big and line.capital[after] and (second or person or (alone and before >= 0))) or (
                second and person and pair not in _SHORTENED
            ):
                verdicts[after] = (Label.PER, SURE)
                verdicts.update(letters)
                continue
            if person and not second and not line.cased and token.text not in _ABBREVIATED:
                verdicts.setdefault(after, (Label.PER, CHECK))
                verdicts.update(dict.fromkeys(letters, (Label.PER, CHECK)))
                continue
        if second and (big or (not line.cased and pair not in _SHORTENED)):
            verdicts.update(dict.fromkeys(letters, (Label.PER, CHECK)))
            if before >= 0 and not line.cased and token.start - line.tokens[before].end == 1:
                known = line.facts(before)
                if known.part in ("NOUN", "ADJF", "ADJS", "UNKN") and known.lemma not in TRIGGERS:
                    verdicts.setdefault(before, (Label.PER, CHECK))


def _is_listed(line: Line, index: int) -> bool:
    """Whether an initial ends a row of a list of pupils: «абакаров м., бэр а., ван э.»; two rows make a list."""

    def is_row(place: int) -> bool:
        return (
            place > 0
            and _is_initial(line, place)
            and line.word[place - 1]
            and len(line.folded[place - 1]) > 2
            and text_of(line, place - 2) in _ROWS
            and text_of(line, place + 2) in _ROWS
        )

    return is_row(index) and (is_row(index - 4) or is_row(index + 4))


_ROWS = frozenset((",", ";", ":", "«", "»", '"', "(", ")", ""))


def _is_initial(line: Line, index: int) -> bool:
    following = index + 1
    return (
        following < len(line.tokens)
        and line.word[index]
        and len(line.tokens[index].text) == 1
        and line.tokens[following].text == "."
        and line.tokens[following].start == line.tokens[index].end
    )


def beside(line: Line, verdicts: Verdicts) -> None:
    """Words that stand with a name: particles inside it, surnames after a first name, first names before a surname."""
    for index in range(len(line.tokens)):
        if verdicts.get(index, ("",))[0] != Label.PER:
            continue
        for beside in (index + 1, index - 1):
            if not 0 <= beside < len(line.tokens) or not line.word[beside] or beside in verdicts:
                continue
            first, last = sorted((index, beside))
            if line.tokens[last].start - line.tokens[first].end != 1:
                continue
            # «Августе Теодоровне» is no month.
            before_patronymic = beside < index and line.facts(index).patronymic > 0
            if is_harmless(line.folded[beside]) and not before_patronymic:
                continue
            known = line.facts(beside)
            if _is_abbreviation(line, beside):
                continue
            if (
                (beside > index and not line.cased and line.folded[beside] in _SHORT_NAMES)
                or (beside > index and line.folded[beside] in _AFTER_NAMES)
                or (
                    line.folded[beside] in _PARTICLES
                    and verdicts.get(2 * beside - index, ("",))[0] == Label.PER
                )
                or (beside < index and line.folded[beside] in _OPENING_PARTICLES)
            ):
                verdicts[beside] = verdicts[index]
            elif (not line.cased and (line.folded[beside] in _SHORT_NAMES or _is_strange(line, beside))) or (
                line.capital[beside] and not line.opening[beside] and line.cased and known.part in JOINING
            ):
                verdicts[beside] = (Label.PER, CHECK)
            elif known.part in JOINING or known.lemma in TRIGGERS:
                continue
            elif beside < index and not line.cased and _is_surname_before(line, beside, index):
                verdicts[beside] = (Label.PER, SURE)
            elif line.facts(index).patronymic and (
                # «Лечи Сулейманович» gives no order.
                (known.noun or "impr" in grammemes(line.folded[beside]))
                if beside < index
                else _is_surname_after(line, index, beside)
            ):
                verdicts[beside] = (Label.PER, CHECK)
            elif (
                line.capital[beside]
                and line.cased
                and (not line.opening[beside] or _opens_a_name(line, beside))
            ):
                verdicts[beside] = (Label.PER, SURE if not known.plain else CHECK)
            elif not line.cased and beside > index and _in_ykh(line, index, beside):
                verdicts[beside] = (Label.PER, CHECK)
            elif not line.cased and beside > index and _agree(line, index, beside):
                named = known.case != "nomn" and not known.person and not _calls(line, beside)
                verdicts[beside] = (Label.PER, SURE if named and verdicts[index][1] == SURE else CHECK)
            elif known.person and (line.capital[beside] or not line.cased):
                verdicts[beside] = (Label.PER, CHECK)


def _is_abbreviation(line: Line, index: int) -> bool:
    """Whether a word is letters of a body: «глава NASA Майкл Гриффин», «директор МФЦ Иванов»."""
    text, known = line.tokens[index].text, line.facts(index)
    written = line.cased and index not in line.shouted and text.isupper() and 2 < len(text) < 6
    return written and not (known.person or full_names(line.folded[index]))


def _is_strange(line: Line, index: int) -> bool:
    """Whether the dictionary lacks a word of letters; beside a name even a typing mistake is looked at."""
    folded = line.folded[index]
    return not line.facts(index).known and len(folded) > 2 and folded.isalpha() and not LATIN.match(folded)


def _is_surname_before(line: Line, noun: int, name: int) -> bool:
    """Whether a noun before a first name is its surname: «весна марья антоновна», in one case with it."""
    known, first = line.facts(noun), line.facts(name)
    given = full_names(line.folded[name]) or first.name > 0.5
    if not given or known.part not in ("NOUN", "ADJF") or known.number != "sing":
        return False
    if known.case != first.case and not (first.case == "nomn" and known.case == "accs"):
        return False
    if known.lemma in TRIGGERS or known.lemma in _POSTS or known.lemma in _KIN:
        return False
    before = noun - 1
    heads = before < 0 or not line.word[before] or line.facts(before).lemma in TRIGGERS
    patronymic = name + 1 < len(line.folded) and is_patronymic(line.folded[name + 1], line.facts(name + 1))
    return heads and (patronymic or (known.part == "NOUN" and known.plain == 1 and not _calls(line, noun)))


def _is_surname_after(line: Line, patronymic: int, noun: int) -> bool:
    """Whether a noun ends the full name: «екатерина михайловна рева», in one case with it; «алле ильиничне флигель»."""
    known = line.facts(noun)
    if (
        line.cased
        or known.part != "NOUN"
        or known.number != "sing"
        or known.lemma in TRIGGERS | _POSTS | _KIN
    ):
        return False
    of_woman = "femn" in grammemes(line.folded[patronymic]) and "masc" in grammemes(line.folded[noun])
    undeclined = (
        of_woman and known.case in ("nomn", "accs") and may_be_surname(line.folded[noun], known.lemma)
    )
    return undeclined or known.case == line.facts(patronymic).case


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


def _in_ykh(line: Line, name: int, adjective: int) -> bool:
    """Whether «сытых» is a surname after a first name: no noun follows to which it could belong."""
    known, given = line.facts(adjective), full_names(line.folded[name]) or line.facts(name).name > 0.5
    plural = known.part == "ADJF" and line.folded[adjective].endswith(("ых", "их"))
    pronoun = {"Apro", "Anum", "Supr"} & grammemes(line.folded[adjective])
    return bool(given) and plural and not pronoun and not _goes_on(line, adjective)


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
    surname = may_be_surname(line.folded[noun], second.lemma) and second.lemma not in _KIN | _POSTS
    if surname and second.part == "NOUN" and second.case == "nomn" and "femn" in grammemes(line.folded[name]):
        # «Фёклы гурт»: of a woman it is not declined.
        return "masc" in grammemes(line.folded[noun])
    return (
        second.case == first.case
        and second.lemma not in TRIGGERS
        and second.plain < 1 + (surname or first.case in ("nomn", "ablt", "datv"))
    )


def listed(line: Line, verdicts: Verdicts) -> None:
    """«Безуглый, гак, дзюба, сорока»: a word alone between commas in a row of people is one of them, too."""

    def is_person(index: int) -> bool:
        return verdicts.get(index, ("",))[0] == Label.PER

    for index in range(1, len(line.tokens) - 2):
        if line.cased or index in verdicts or not line.word[index] or is_harmless(line.folded[index]):
            continue
        starts, ends = text_of(line, index - 1), text_of(line, index + 1)
        row = (
            starts in (",", ":")
            and ends == ","
            and is_person(index + 2)
            and text_of(line, index + 3) in _ROWS
        )
        row = row and (starts == ":" or (index > 1 and is_person(index - 2)))
        known = line.facts(index)
        named = (
            known.part in ("NOUN", "ADJF") and known.number == "sing" and known.lemma not in TRIGGERS | _KIN
        )
        if row and named:
            verdicts[index] = (Label.PER, CHECK)


def syllables(line: Line, verdicts: Verdicts) -> None:
    """«Ли Со Ён», «ким сун хи»: a surname of the East and one or two syllables, of which some are words too.

    Two are enough where both have capitals.
    """
    for index in range(len(line.tokens) - 1):
        for many in (3, 2):
            parts = list(range(index, min(index + many, len(line.tokens))))
            folded = [line.folded[place] for place in parts]
            own = sum(word in _SHORT_NAMES for word in folded)
            capital = all(line.capital[place] for place in parts)
            told = (own > 1 and not line.cased) if many == 3 and not capital else capital and own > 0
            short = all(word in _SHORT_NAMES or word in _SYLLABLES for word in folded)
            if len(parts) == many and short and told and _are_apart(line, parts):
                verdicts.update(dict.fromkeys(parts, (Label.PER, CHECK)))


def _are_apart(line: Line, parts: list[int]) -> bool:
    """Whether nothing but one space stands between these words."""
    return all(line.tokens[b].start - line.tokens[a].end == 1 for a, b in pairwise(parts))


# Syllables of names that join words as well.
_SYLLABLES = frozenset(("со", "на", "до", "ни", "то", "чо", "су", "дон", "ын", "ен", "хе", "же", "ра"))


def propagate(line: Line, verdicts: Verdicts, faint: Set[int]) -> None:
    """Whoever was found once is found wherever the text says that name again, in any form, full or diminutive.

    Words of every day at `faint` places are hardly anybody: what is like them is left to itself.
    """
    names: set[str] = set()
    labels: dict[str, str] = {}
    short = {
        line.folded[index] for index, (label, _) in verdicts.items() if label == Label.PER
    } & _SHORT_NAMES
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
            and not (
                not line.cased
                and index not in faint
                and known.part == "NOUN"
                and may_be_surname(folded, known.lemma)
            )
        ):
            continue
        for stem in stems(folded):
            if len(stem) >= 3:
                labels.setdefault(stem, label)
        if label == Label.PER:
            names |= full_names(folded)
    found = {line.folded[index] for index in verdicts}
    small = {folded for index, folded in enumerate(line.folded) if line.cased and not line.capital[index]}
    for index, folded in enumerate(line.folded):
        known = line.facts(index)
        if index not in verdicts and folded in short and known.part not in JOINING | _DOING:
            verdicts[index] = (Label.PER, CHECK)
        if index in verdicts or not line.word[index] or len(folded) < 3 or is_harmless(folded):
            continue
        joins = known.part in JOINING or (known.part in _DOING and known.plain == 1)
        if joins and known.known and folded not in found:
            # «Верю» is no form of «Вера», but «жгут» is one of «Жгут».
            continue
        if line.cased and not line.capital[index] and index not in line.shouted:
            continue
        if names and not names.isdisjoint(full_names(folded)) and is_first_name(folded, known):
            verdicts[index] = (Label.PER, CHECK if known.plain else SURE)
            continue
        label = next((labels[stem] for stem in stems(folded) if stem in labels), None)
        if label and not (known.plain and line.opening[index] and folded in small):
            verdicts[index] = (label, CHECK if known.plain or not line.cased else SURE)
