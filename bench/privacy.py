"""What the detector of identifiers finds and misses on annotated texts, and how long it takes.

    python bench/privacy.py [CASES.jsonl] [--corpus FOLDER_OR_JSONL …]
    python bench/privacy.py --corpus FOLDER --fifth 0 --model FILE      what `bin/train_names.py --without 0` left out

A corpus is a folder in the format of factRuEval-2016 or a file in that of the cases. A span is found when every word
of it is under some mark; a mark is false when nothing of it is marked in the text. Words of CULTURE are neither.
"""

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from mentoring.privacy import Suspicion, suspicions, tagger
from tests.privacy.annotated import CASES, AnnotatedCase, read_cases

NEUTRAL = "CULTURE"
PER_CHARACTERS = 3_000
KINDS = {
    "name": "PER", "surname": "PER", "patronymic": "PER", "nickname": "PER", "loc_name": "LOC", "org_name": "ORG",
}  # fmt: skip


@dataclass
class Figures:
    """Counts over some texts; the properties are shares of one."""

    spans: Counter = field(default_factory=Counter)
    found: Counter = field(default_factory=Counter)
    marks: Counter = field(default_factory=Counter)
    right: Counter = field(default_factory=Counter)
    name_words: int = 0
    name_words_found: int = 0
    words_marked_as_names: int = 0
    words_rightly_marked: int = 0
    texts: int = 0
    texts_without_a_miss: int = 0
    characters: int = 0
    false_marks: int = 0
    seconds: float = 0.0
    missed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    false: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def recall(self, label: str) -> float:
        return self.found[label] / self.spans[label] if self.spans[label] else 1.0

    @property
    def name_recall(self) -> float:
        return self.name_words_found / self.name_words if self.name_words else 1.0

    @property
    def name_precision(self) -> float:
        return self.words_rightly_marked / self.words_marked_as_names if self.words_marked_as_names else 1.0

    @property
    def clean_texts(self) -> float:
        return self.texts_without_a_miss / self.texts if self.texts else 1.0


def words_of(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Places of the words in `text[start:end]`: runs of letters and digits."""
    found, begun = [], None
    for place in range(start, end + 1):
        inside = place < end and text[place].isalnum()
        if inside and begun is None:
            begun = place
        elif not inside and begun is not None:
            found.append((begun, place))
            begun = None
    return found


def measure(cases: Iterable[AnnotatedCase], *, lowered: bool = False) -> Figures:
    """Run the detector over texts, as written or in lower case, and count."""
    figures = Figures()
    for case in cases:
        text = case.text.lower() if lowered else case.text
        if len(text) != len(case.text):
            continue
        suspicions(text)
        begun = time.process_time()
        marks = suspicions(text)
        figures.seconds += time.process_time() - begun
        count(figures, text, case.spans, marks)
    return figures


def count(figures: Figures, text: str, spans: list[tuple[int, int, str]], marks: list[Suspicion]) -> None:
    """Add one text's marks to the figures."""
    under = bytearray(len(text))
    for mark in marks:
        under[mark.start : mark.end] = b"\1" * (mark.end - mark.start)
    truth: list[str] = [""] * len(text)
    missed_name = False
    for start, end, label in spans:
        truth[start:end] = [label] * (end - start)
        if label == NEUTRAL:
            continue
        parts = words_of(text, start, end)
        hit = [all(under[first:last]) for first, last in parts]
        figures.spans[label] += 1
        figures.found[label] += all(hit)
        if not all(hit):
            figures.missed[label].append(text[start:end])
        if label == "PER":
            figures.name_words += len(parts)
            figures.name_words_found += sum(hit)
            missed_name = missed_name or not all(hit)
    for mark in marks:
        labels = set(truth[mark.start : mark.end]) - {""}
        if labels == {NEUTRAL}:
            continue
        figures.marks[mark.label, mark.tier] += 1
        figures.right[mark.label, mark.tier] += bool(labels)
        if not labels:
            figures.false_marks += 1
            figures.false[f"{mark.label} {mark.tier}"].append(mark.fragment)
        if mark.label == "PER":
            for first, last in words_of(text, mark.start, mark.end):
                said = set(truth[first:last]) - {""}
                if said != {NEUTRAL}:
                    figures.words_marked_as_names += 1
                    figures.words_rightly_marked += "PER" in said
    figures.texts += 1
    figures.texts_without_a_miss += not missed_name
    figures.characters += len(text)


def read_corpus(path: Path) -> list[AnnotatedCase]:
    """Texts of a folder in the format of factRuEval-2016, or of a file in the format of the cases."""
    if path.is_file():
        return read_cases(path)
    documents = []
    for file in sorted(path.glob("*.txt")):
        text, spans = file.read_text(encoding="utf-8"), []
        for row in file.with_suffix(".spans").read_text(encoding="utf-8").splitlines():
            columns = row.split()
            if len(columns) > 3 and columns[1] in KINDS:
                spans.append((int(columns[2]), int(columns[2]) + int(columns[3]), KINDS[columns[1]]))
        documents.append(AnnotatedCase(file.stem, "measure", "news", text, sorted(set(spans))))
    return documents


def show(title: str, cases: list[AnnotatedCase], *, details: bool) -> None:
    """Print the figures of some texts; with `details` also what was missed and what was marked for nothing."""
    print(f"\n{title}: {len(cases)} texts, {sum(len(case.text) for case in cases)} characters")
    for mode, lowered in (("as written", False), ("lower-cased", True)):
        figures = measure(cases, lowered=lowered)
        print(
            f"  {mode}: name words found {figures.name_recall:.4f} of {figures.name_words}, precision "
            f"{figures.name_precision:.3f}; texts without a missed name {figures.clean_texts:.3f}; marks for 1,000 "
            f"characters {sum(figures.marks.values()) * 1000 / figures.characters:.1f}, false ones a text "
            f"{figures.false_marks / figures.texts:.1f}; "
            f"{figures.seconds / figures.characters * PER_CHARACTERS:.3f} s for {PER_CHARACTERS:,} characters"
        )
        for label in sorted(set(figures.spans) | {label for label, _ in figures.marks}):
            tiers = "  ".join(
                f"{tier} {figures.right[label, tier]}/{figures.marks[label, tier]}"
                for tier in ("sure", "check")
                if figures.marks[label, tier]
            )
            print(
                f"    {label:9} recall {figures.recall(label):.3f} of {figures.spans[label]:4}   right marks: {tiers}"
            )
        if details:
            for label, fragments in figures.missed.items():
                print(f"    missed {label}: {' | '.join(fragments)}")
            for kind, fragments in figures.false.items():
                print(f"    false {kind}: {' | '.join(fragments)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path, nargs="?", default=CASES)
    parser.add_argument("--corpus", type=Path, action="append", default=[])
    parser.add_argument("--part", choices=("tune", "measure"))
    parser.add_argument(
        "--details", action="store_true", help="print misses of every label: for the tune half only"
    )
    parser.add_argument("--model", type=Path, help="another model than the portal's")
    parser.add_argument(
        "--fifth", type=int, choices=range(5), help="every fifth text of each corpus from this one on"
    )
    given = parser.parse_args()
    if given.model:
        tagger.MODEL = given.model
    if given.fifth is not None:
        for path in given.corpus:
            show(f"{path}, {given.fifth}", read_corpus(path)[given.fifth :: 5], details=given.details)
        return
    cases = read_cases(given.cases)
    for part in ("tune", "measure"):
        if given.part in (None, part):
            chosen = [case for case in cases if case.part == part]
            suspicions(chosen[0].text)
            # Whoever reads the misses of the half for measuring has begun to tune on it.
            show(f"cases, {part}", chosen, details=given.details and part == "tune")
    for path in given.corpus:
        show(str(path), read_corpus(path), details=given.details)


if __name__ == "__main__":
    sys.exit(main())
