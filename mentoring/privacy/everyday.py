"""Words of every day that are names as well: where what stands beside them says that nobody is meant."""

from .grammar import grammemes
from .latin import LATIN
from .lexicon import lexicon
from .line import Line
from .verdicts import TRIGGERS, text_of

# «Вера в себя», «любовь к предмету», «надежда на отпуск»: what feelings are for tells them from the names.
_FEELINGS = {"вера": "в", "любовь": "к", "надежда": "на"}
_BELIEVED_IN = lexicon("believed_in")
_BEFORE_MILA = frozenset(["очень", "была", "так", "весьма", "будет"])


def is_said_of_no_one(line: Line, index: int) -> bool:
    """Whether a word that is also a name is plainly none by what stands beside it."""
    folded, following = line.folded[index], text_of(line, index + 1)
    if folded == "мила":
        return text_of(line, index - 1) in _BEFORE_MILA
    if folded == "ник":
        return bool(LATIN.match(following or ".")) or following in ("@", ":", "автора")
    if folded == "слава":
        return following in ("богу", "о", "об", "обо")
    if folded == "мороз":
        return following == "по" and text_of(line, index + 2) in ("коже", "спине")
    if folded == "надежда" and following == ",":
        return text_of(line, index + 2) == "что"
    if folded == "тем":
        # «Тем временем», «между тем»: of «Тёма» it would have its dots.
        return line.tokens[index].text.lower() == "тем"
    if folded in ("тема", "темой", "теме"):
        return following in (":", "урока")
    if not line.capital[index] and "Apro" in grammemes(folded):
        # «О том, что», «к тому».
        return True
    if folded in _SEASONS:
        # «Осенью сказали»; «с Весной» is somebody.
        return not index or line.facts(index - 1).part not in ("PREP", "NOUN")
    if folded in ("мая", "марта"):
        return index > 0 and (
            line.facts(index - 1).part == "PREP" or line.folded[index - 1] in _PARTS_OF_MONTHS
        )
    if folded in _OF_THINGS:
        return _belongs_to_a_thing(line, index)
    known = line.facts(index)
    preposition = _FEELINGS.get(known.lemma) or _FEELINGS.get(_FEELING_FORMS.get(folded, ""))
    if not preposition or following not in (preposition, preposition + "о"):
        return False
    return preposition != "в" or text_of(line, index + 2) in _BELIEVED_IN


_FEELING_FORMS = {
    "веру": "вера", "веры": "вера", "вере": "вера", "верой": "вера", "любви": "любовь", "любовью": "любовь",
    "надежду": "надежда", "надежды": "надежда", "надежде": "надежда", "надеждой": "надежда",
}  # fmt: skip
_SEASONS = frozenset(("весной", "осенью", "зимой", "летом"))
_PARTS_OF_MONTHS = frozenset(("начала", "середины", "конца", "начало", "середина", "конец", "первого"))
# First names of women that are genitives too: «чемпионат мира», «магнитного поля», «конец света».
_OF_THINGS = frozenset(("мира", "света", "поля"))


def _belongs_to_a_thing(line: Line, index: int) -> bool:
    """Whether a genitive follows a lifeless noun or an adjective of its case, which no name in the nominative does."""
    if not index or not line.word[index - 1]:
        return False
    before = line.facts(index - 1)
    if before.part == "ADJF":
        return line.folded[index - 1].endswith(("ого", "его"))
    lifeless = "anim" not in grammemes(line.folded[index - 1]) and not before.person
    return before.part == "NOUN" and lifeless and before.lemma not in TRIGGERS and not line.capital[index]
