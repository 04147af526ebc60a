"""A title that looks like a formula is a text in every export of the admin."""

import csv
import io

import openpyxl
import pytest

from mentoring.desk.spreadsheets import STARTS, plain
from tests import people
from tests.access.world import staff
from tests.library import make_resource

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("https://evil.example","смотри")'


def report(client, kind: str) -> list[list[str]]:
    """The report of the site's history, as rows."""
    answer = client.get("/admin/reports/site-history/", {"export": kind})
    whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if kind == "csv":
        return list(csv.reader(io.StringIO(whole.decode())))
    sheet = openpyxl.load_workbook(io.BytesIO(whole)).active
    return [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_formula_in_a_title_is_exported_as_text(client, kind):
    page = make_resource(title=FORMULA)
    page.save_revision(user=people.make_user("author"), log_action=True).publish()
    client.force_login(staff("vera", "Editors"))
    cells = [cell for row in report(client, kind) for cell in row]
    assert f"'{FORMULA}" in cells
    assert [cell for cell in cells if cell.startswith(STARTS)] == []


@pytest.mark.parametrize("value", ["=1+1", "+7", "-1", "@me", "\t=1", "\0=1"])
def test_what_a_formula_begins_with_is_disarmed(value):
    assert plain(value) == f"'{value}"


@pytest.mark.parametrize("value", ["Письмо", "", 5, 2.5, None, True])
def test_everything_else_stays(value):
    assert plain(value) == value
