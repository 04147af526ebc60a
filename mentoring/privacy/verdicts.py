"""What is said of a word of a text, and what all rules for names ask about one."""

from .declension import full_names
from .grammar import Facts
from .labels import Tier
from .lexicon import lexicon
from .line import Line
from .tagger import PATRONYMIC

SURE, CHECK = Tier.SURE.value, Tier.CHECK.value
# Token index → label and tier.
Verdicts = dict[int, tuple[str, str]]
TRIGGERS = lexicon("triggers")
# Words that only join others are nobody's name in small letters.
JOINING = frozenset(("PREP", "CONJ", "PRCL", "NPRO", "INTJ", "PRED"))


def text_of(line: Line, index: int) -> str:
    """The folded word at a place of a line; empty outside it."""
    return line.folded[index] if 0 <= index < len(line.folded) else ""


def is_first_name(folded: str, known: Facts) -> bool:
    """Whether a word is of our table of first names; one of three letters must have no other meaning."""
    return bool(full_names(folded)) and (len(folded) > 3 or known.person > 0 or not known.plain)


def is_patronymic(folded: str, known: Facts) -> bool:
    """Whether a word ends like a patronymic and has no meaning of every day."""
    return not known.plain and len(folded) > 4 and bool(PATRONYMIC.search(folded))


def triggered(line: Line, index: int) -> bool:
    """Whether a word that people stand behind goes before: «мама», «завуч», «ученик»."""
    return index > 0 and line.word[index - 1] and line.facts(index - 1).lemma in TRIGGERS
