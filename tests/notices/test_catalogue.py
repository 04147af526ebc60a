"""The table of notices is whole: deeds are told or silent with a reason, kinds have words and a page."""

import ast
from pathlib import Path

import pytest
from django.urls import reverse

from mentoring.enums import State
from mentoring.workflow import ARROWS
from notices.catalogue import NUDGES_OF_AUTHOR, SILENT, TOLD
from notices.kinds import KINDS

ROOT = Path(__file__).resolve().parents[2]
# Kinds that no line of the table names: they are told by signals of their own, or chosen by `telling`.
BY_SIGNAL = {
    *NUDGES_OF_AUTHOR.values(),
    *("nudge_request", "nudge_work", "nudge_late", "late", "after_check", "nobody_fits", "message"),
    *("mentor_applied", "mentor_approved", "mentor_declined", "mentor_suspended", "rerouted_sorry"),
    "library_helped",
    "commentary_asked",
    "commentary_waits",
    "commentary_written",
}


def _recorded_names() -> set[str]:
    """Names that `workflow.record` is called with anywhere in the ground, by itself or by `publication._moved`."""
    found = set()
    for path in (ROOT / "mentoring").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in (
                "record",
                "_moved",
            ):
                found |= {
                    argument.value
                    for argument in node.args[1:2]
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
                }
    return found


def test_every_arrow_is_told_or_silent_with_a_reason():
    assert set(ARROWS) - set(TOLD) - set(SILENT) == set()
    assert set(TOLD) & set(SILENT) == set()
    assert [name for name, reason in SILENT.items() if len(reason) < 20] == []


def test_every_recorded_deed_is_told_or_silent_with_a_reason():
    names = _recorded_names()
    assert {"widened", "leave_asked", "colleague_invited"} <= names
    assert names - set(TOLD) - set(SILENT) == set()


def test_nothing_is_declared_that_nobody_does():
    assert (set(TOLD) | set(SILENT)) - set(ARROWS) - _recorded_names() == set()


def test_the_table_names_every_kind_and_no_other():
    named = {line.kind for lines in TOLD.values() for line in lines}
    assert named | BY_SIGNAL == set(KINDS)


def test_whoever_waits_for_the_author_is_nudged_in_every_such_state():
    assert set(NUDGES_OF_AUTHOR) == {State.CHOOSING, State.AWAITING, State.CLARIFYING, State.OFFERED}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_the_button_of_each_kind_leads_to_a_page(name: str):
    page = KINDS[name].page
    whole = ":" in page or page == "wagtailadmin_home"
    assert reverse(page) if whole else reverse(f"cases:{page}", args=["2026-000123"])


@pytest.mark.parametrize("name", sorted(KINDS))
def test_words_have_no_unknown_places_to_fill(name: str):
    kind = KINDS[name]
    filling = {"case": "К-2026-000123", "mentor": "Мария", "by": "до среды", "reason": "Потому что"}
    filling["teachers"] = "31 учителю"
    for text in (kind.line, *kind.text):
        assert str(text) % filling
    assert "%" not in str(kind.button)
