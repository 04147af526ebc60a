"""Prints docs/workflow.md from the table of arrows: `python bin/draw_workflow.py > docs/workflow.md`."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEAD = """# The life of a case

Written by `bin/draw_workflow.py` from `mentoring/workflow.py`, and compared with it by a test. When the table
changes: `python bin/draw_workflow.py > docs/workflow.md`.

A line reads *arrow (who)*. An arrow that comes back to its own state is in the table only.
"""


def page() -> str:
    """The whole document. Django must be set up."""
    return "\n".join([HEAD, "```mermaid", *_diagram(), "```", "", *_table(), "", *_moves(), ""])


def _diagram() -> list[str]:
    from mentoring.enums import State
    from mentoring.workflow import ARROWS, MOVE

    lines = ["stateDiagram-v2", f"    [*] --> {State.DRAFT.value}"]
    ways: dict[tuple[str, str], list[str]] = {}
    for arrow in ARROWS.values():
        who = ", ".join(role.value for role in arrow.who)
        for source, target in arrow.ways:
            if source != target and arrow.enabled:
                ways.setdefault((source.value, target.value), []).append(f"{arrow.name} ({who})")
    lines += [f"    {source} --> {target}: {', '.join(names)}" for (source, target), names in ways.items()]
    ends = [state for state, party in MOVE.items() if not party]
    return lines + [f"    {state.value} --> [*]" for state in ends]


def _table() -> list[str]:
    from mentoring.workflow import ARROWS

    lines = ["| Arrow | From | To | Who | Only if |", "| --- | --- | --- | --- | --- |"]
    for arrow in ARROWS.values():
        name = f"`{arrow.name}`" if arrow.enabled else f"`{arrow.name}` (shut)"
        sources = ", ".join(state.value for state in arrow.sources)
        targets = "the same" if arrow.sources == arrow.targets else ", ".join(t.value for t in arrow.targets)
        who = ", ".join(role.value for role in arrow.who)
        condition = arrow.condition.__doc__ or "–"
        lines.append(f"| {name} | {sources} | {targets} | {who} | {condition} |")
    return lines


def _moves() -> list[str]:
    from mentoring.clocks import deeds, due_after
    from mentoring.models import Limits
    from mentoring.workflow import MOVE

    lines = ["| State | Whose move | Due after | The clock |", "| --- | --- | --- | --- |"]
    for state, party in MOVE.items():
        plan = deeds(state=state, move_by=party, limits=Limits())
        due = due_after(state=state, move_by=party, limits=Limits())
        strikes = ", ".join(f"{deed.name} at {_span(deed.after)}" for deed in plan) or "–"
        lines.append(f"| {state.value} | {party.value or '–'} | {_span(due) if due else '–'} | {strikes} |")
    return lines


def _span(span) -> str:
    hours = span.total_seconds() / 3600
    return f"{hours:.0f} h" if hours <= 72 else f"{hours / 24:.0f} d"


def main() -> None:
    """Set Django up and print."""
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    print(page(), end="")


if __name__ == "__main__":
    main()
