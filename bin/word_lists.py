"""The lists of words that the detector of identifiers reads, as what makes them writes them."""

import sys
import textwrap
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
CONTENT = ROOT / "mentoring/privacy/content"


def rewrite(file: str, rows: Iterable[str]) -> None:
    """Write a list anew below the terms at its head, which its licence asks for."""
    path = CONTENT / file
    terms = [row for row in path.read_text(encoding="utf-8").splitlines() if row.startswith("#")]
    path.write_text("\n".join([*terms, *rows]) + "\n", encoding="utf-8")


def filled(words: Iterable[str]) -> list[str]:
    """Words in rows of a hundred and twenty characters; a word with a hyphen stays whole."""
    return textwrap.wrap(" ".join(words), 120, break_on_hyphens=False)
