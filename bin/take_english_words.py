"""Write the list of common English words for the detector of identifiers out of SCOWL.

    python bin/take_english_words.py [FOLDER]

FOLDER is /usr/share/dict/scowl unless told, where the Debian package scowl puts the lists.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from word_lists import filled, rewrite

KINDS, LEVELS = ("english", "american", "british"), (10, 20, 35)
# An ending, and what may have stood in its place.
ENDINGS = {
    "s": ("",), "es": ("",), "ies": ("y",), "ed": ("", "e"), "ied": ("y",), "ing": ("", "e"), "ly": ("",),
    "er": ("", "e"), "est": ("", "e"), "ness": ("",),
}  # fmt: skip
DOUBLING = ("ed", "ing", "er", "est")


def bases(word: str) -> Iterator[str]:
    """What a word may be a form of: «stopped» of «stop»."""
    for ending, instead in ENDINGS.items():
        if not word.endswith(ending):
            continue
        stem = word.removesuffix(ending)
        yield from (stem + letters for letters in instead)
        if ending in DOUBLING and len(stem) > 2 and stem[-1] == stem[-2]:
            yield stem[:-1]


def main(folder: Path) -> int:
    """Keep the terms at the head of the list, which SCOWL asks for, and write the words anew."""
    words: set[str] = set()
    for file in (folder / f"{kind}-words.{level}" for kind in KINDS for level in LEVELS):
        if file.exists():
            words |= set(re.findall(r"^[a-z]{3,}$", file.read_text(encoding="latin-1"), re.MULTILINE))
    if not words:
        print(f"There are no lists of SCOWL in {folder}.", file=sys.stderr)
        return 1
    kept = sorted(word for word in words if not any(len(base) > 2 and base in words for base in bases(word)))
    rewrite("english_words.txt", filled(kept))
    print(f"{len(kept)} words")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/dict/scowl")))
