"""The drawing of the workflow in the docs is the one that the table of arrows gives."""

import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_document_says_what_the_table_says():
    page = runpy.run_path(str(ROOT / "bin" / "draw_workflow.py"))["page"]()
    assert (ROOT / "docs" / "workflow.md").read_text(encoding="utf-8") == page
