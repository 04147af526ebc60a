"""Reads the annotated cases, the measuring rod for whatever finds identifiers: `cases.md` has the rules."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).with_name("cases.jsonl")
WORDINGS = Path(__file__).with_name("wordings.txt")
LABELS = (
    "PER", "ORG", "SCHOOL", "LOC", "PHONE", "EMAIL", "URL", "HANDLE", "CLASS", "DATE", "AGE", "DOCUMENT", "PLATE",
    "POST", "CULTURE", "OTHER",
)  # fmt: skip
PARTS = ("tune", "measure")
KEYS = {"id", "part", "style", "text"}
_EDGE = re.compile(r"\{\{|\}\}")
_OPENING = re.compile(r"\{\{([A-Z]+)\|")


class BadMark(ValueError):
    """A mark that cannot be read, with the id of its case and where in the marked text it stands."""

    def __init__(self, case_id: str, position: int, what: str) -> None:
        super().__init__(f"{case_id}, character {position}: {what}")


@dataclass(frozen=True)
class AnnotatedCase:
    """One teacher's text without marks, and where its identifiers stand.

    `spans` are (start, end, label) in characters of `text`, half-open, in order, never overlapping. CULTURE is
    no identifier: whoever finds one has neither hit nor missed.
    """

    id: str
    part: str
    style: str
    text: str
    spans: list[tuple[int, int, str]]

    def fragments(self, *labels: str) -> list[str]:
        """The marked words themselves: of these labels, or of all when none is given."""
        return [self.text[start:end] for start, end, label in self.spans if not labels or label in labels]


def read_cases(path: Path | str = CASES) -> list[AnnotatedCase]:
    """All cases of a JSONL file, one object a line.

    Raises BadMark for a mark that is unbalanced, nested, empty or of an unknown label, and ValueError for a line
    that is not an object with exactly the four keys or names an unknown part.
    """
    cases = []
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            record = json.loads(line)
            if not isinstance(record, dict) or set(record) != KEYS or record["part"] not in PARTS:
                raise ValueError(f"{path}, line {number}: not a case")
            text, spans = parse(record.pop("text"), record["id"])
            cases.append(AnnotatedCase(text=text, spans=spans, **record))
    return cases


def parse(marked: str, case_id: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The text without its marks, and the spans in it. Raises BadMark, as `read_cases` does."""
    text, spans, done, begun = "", [], 0, None
    for edge in _EDGE.finditer(marked):
        text += marked[done : edge.start()]
        done = edge.end()
        if edge[0] == "{{":
            opening = _OPENING.match(marked, edge.start())
            if begun is not None or opening is None:
                raise BadMark(case_id, edge.start(), "a mark inside a mark" if begun else "no label and bar")
            if opening[1] not in LABELS:
                raise BadMark(case_id, edge.start(), f"unknown label {opening[1]}")
            begun, done = (len(text), opening[1], edge.start()), opening.end()
        elif begun is None:
            raise BadMark(case_id, edge.start(), "a mark ends that never began")
        else:
            if begun[0] == len(text):
                raise BadMark(case_id, begun[2], "nothing is marked")
            spans.append((begun[0], len(text), begun[1]))
            begun = None
    if begun is not None:
        raise BadMark(case_id, begun[2], "a mark that never ends")
    return text + marked[done:], spans


def read_wordings(path: Path = WORDINGS) -> list[str]:
    """Marked sentences, one a line; headings in brackets and comments are for the eye. They are for `parse`."""
    rows = path.read_text(encoding="utf-8").splitlines()
    return [row for row in rows if row and not row.startswith(("[", "#"))]
