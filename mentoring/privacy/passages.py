"""The texts of a public case as named passages, so that one can be shown, edited and searched by itself."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

# The parts of `PublicCase.content` that hold one text each, in reading order.
PLAIN = ("situation", "tried", "question", "reformulated")
# Its lists of small records: which of their values are texts, and how many records one case may have.
RECORDS = {
    "clarifications": ("question", "answer"),
    "options": ("title", "steps", "expected", "risks"),
    "commentaries": ("role", "text"),
}
HEAD = ("title", "summary")


@dataclass(frozen=True)
class Passage:
    """One text: its name (`options.0.steps`), what to call it before people, and the text, steps a line each."""

    name: str
    label: str
    text: str


def passages(document: Mapping[str, Any]) -> list[Passage]:
    """Every text of a document (title, summary and the parts of `content`) in reading order, empty ones too."""
    found = [Passage(name, _label(name), document.get(name, "")) for name in (*HEAD, *PLAIN[:3])]
    found += _records(document, "clarifications")
    found.append(Passage("reformulated", _label("reformulated"), document.get("reformulated", "")))
    return found + _records(document, "options") + _records(document, "commentaries")


def texts_of(document: Mapping[str, Any]) -> dict[str, str]:
    """The texts by name, in reading order."""
    return {passage.name: passage.text for passage in passages(document)}


def with_texts(document: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    """A copy of the document with some texts changed. A name that the document does not have is a KeyError."""
    known = texts_of(document)
    changed = json.loads(json.dumps(document))
    for name, text in texts.items():
        if name not in known:
            raise KeyError(name)
        text = text.replace("\r\n", "\n").strip()
        where, *rest = name.split(".")
        if not rest:
            changed[where] = text
            continue
        position, key = rest
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        changed[where][int(position)][key] = lines if key == "steps" else text
    return changed


def document_of(public_case) -> dict[str, Any]:
    """The texts of a public case as one document."""
    return {"title": public_case.title, "summary": public_case.summary, **public_case.content}


def digest_of(title: str, summary: str, content: Mapping[str, Any]) -> str:
    """SHA-256 of exactly what is published, so that nothing but what the author approved can be."""
    exact = json.dumps([title, summary, content], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(exact.encode()).hexdigest()


def _records(document: Mapping[str, Any], where: str) -> list[Passage]:
    found = []
    for position, record in enumerate(document.get(where, [])):
        for key in RECORDS[where]:
            value = record.get(key, "")
            text = "\n".join(value) if isinstance(value, list) else value
            found.append(Passage(f"{where}.{position}.{key}", _label(f"{where}.{key}", position + 1), text))
    return found


def _label(name: str, number: int = 0) -> str:
    labels = {
        "title": _("Title"),
        "summary": _("In two sentences"),
        "situation": _("Situation"),
        "tried": _("What was already tried"),
        "question": _("Question"),
        "reformulated": _("Question after the clarifications"),
        "clarifications.question": _("Mentor’s question %(number)s"),
        "clarifications.answer": _("Answer %(number)s"),
        "options.title": _("Option %(number)s: title"),
        "options.steps": _("Option %(number)s: steps, a line each"),
        "options.expected": _("Option %(number)s: expected result"),
        "options.risks": _("Option %(number)s: risks"),
        "commentaries.role": _("Commentary %(number)s: who speaks"),
        "commentaries.text": _("Commentary %(number)s"),
    }
    return labels[name] % {"number": number} if number else labels[name]
