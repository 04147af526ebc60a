"""Russian words for privacy and search: tokens with their places, lemmas, grammar."""

from .morphology import Parse, fold, forms, is_known, lemma, lemmas, parses
from .words import Word, words, words_that

__all__ = ["Parse", "Word", "fold", "forms", "is_known", "lemma", "lemmas", "parses", "words", "words_that"]
