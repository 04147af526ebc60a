"""Fails when a text of ours has no Russian: each marked string needs a translation, not empty and not fuzzy.

The strings are gathered anew from the code into a temporary folder, so that nothing depends on when somebody
last ran makemessages.
"""

import ast
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("templates", "mentoring", "knowledge_base", "forum", "site")
RUSSIAN = ROOT / "locale" / "ru" / "LC_MESSAGES"
PLURAL_FORMS = 3


@dataclass
class Entry:
    """One message of a .po file."""

    places: list[str] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str]:
        """What gettext looks up: context and singular."""
        return self.texts.get("msgctxt", ""), self.texts.get("msgid", "")

    def speaks(self) -> bool:
        """Whether a reader would see a translation."""
        forms = [text for name, text in self.texts.items() if name.startswith("msgstr")]
        wanted = PLURAL_FORMS if "msgid_plural" in self.texts else 1
        return "fuzzy" not in self.flags and len(forms) >= wanted and all(forms)


def entries(catalogue: Path) -> Iterator[Entry]:
    """Read the messages of a .po file; its header (the empty msgid) and obsolete messages are left out."""
    entry, name = Entry(), ""
    for line in [*catalogue.read_text(encoding="utf-8").splitlines(), ""]:
        if not line.strip():
            if entry.key != ("", ""):
                yield entry
            entry, name = Entry(), ""
        elif line.startswith("#:"):
            entry.places += line[2:].split()
        elif line.startswith("#,"):
            entry.flags |= {flag.strip() for flag in line[2:].split(",")}
        elif line.startswith("#"):
            continue
        elif line.startswith('"'):
            entry.texts[name] += ast.literal_eval(line)
        else:
            # A next message may follow without an empty line between.
            if name.startswith("msgstr") and line.startswith(("msgid ", "msgctxt ")):
                if entry.key != ("", ""):
                    yield entry
                entry = Entry()
            name, _, text = line.partition(" ")
            entry.texts[name] = ast.literal_eval(text)


def gathered() -> list[Entry]:
    """The strings marked for translation in our rooms, found by Django's own makemessages on a copy."""
    with tempfile.TemporaryDirectory(prefix="portal-texts-") as folder:
        copy = Path(folder)
        for room in ROOMS:
            if (ROOT / room).exists():
                shutil.copytree(
                    ROOT / room, copy / room, ignore=shutil.ignore_patterns("__pycache__", "*.json")
                )
        (copy / "locale").mkdir()
        subprocess.run(
            [sys.executable, "-m", "django", "makemessages", "--locale=ru", "--verbosity=0"],
            cwd=copy,
            check=True,
            # Without settings: makemessages then needs nothing but the files.
            env={"PATH": "/usr/local/bin:/usr/bin:/bin", "PYTHONUTF8": "1"},
        )
        catalogue = copy / "locale" / "ru" / "LC_MESSAGES" / "django.po"
        return list(entries(catalogue)) if catalogue.exists() else []


def main() -> int:
    """Print each untranslated string with its place; answer 1 when there is any."""
    source, compiled = RUSSIAN / "django.po", RUSSIAN / "django.mo"
    wanted = gathered()
    known = {entry.key: entry for entry in entries(source)} if source.exists() else {}
    silent = [entry for entry in wanted if entry.key not in known or not known[entry.key].speaks()]
    for entry in silent:
        place = entry.places[0] if entry.places else "?"
        print(f"{place}: no Russian for {entry.key[1]!r}", file=sys.stderr)
    stale = source.exists() and (not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime)
    if stale:
        print("django.mo is older than django.po: run bin/setup", file=sys.stderr)
    print(f"Translations: {len(wanted)} texts, {len(silent)} without Russian.")
    return 1 if silent or stale else 0


if __name__ == "__main__":
    sys.exit(main())
