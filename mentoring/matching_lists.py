"""Reads the seats as ranked lists. Exact, yet only as far into the index as the answer needs.

The SQL is written out because the same few lists are read for every case and must cost little more than
their rows; it is the same on both engines. What is put into its text is a number or a fixed word of this
file; what comes from people goes in as a parameter.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from .matching_index import RING, WEIGHTS, Weights

# Enough lists to find a bound in: a bound found in some of them is a bound for all.
PROBED_LISTS = 60
# A longer head costs little and finds a better bound.
HEAD = 24
NOT_PAUSED = (
    "NOT EXISTS (SELECT 1 FROM mentoring_mentorpause p WHERE p.mentor_id = s.profile_id"
    " AND p.first_day <= %(today)s AND p.last_day >= %(today)s)"
)


@dataclass(frozen=True)
class Demand:
    """What one case asks of the index."""

    rubrics: tuple[int, ...]
    subject: str
    stage_bit: int
    start: int
    today: date
    school: str
    banned: frozenset[int]


class Row(NamedTuple):
    """One seat as a list shows it. `points` are all the points of this mentor for this case."""

    profile_id: int
    mentor_id: int
    rubrics: str
    subject: str
    stages: int
    points: int
    distance: int
    reply: int
    rested: int
    silences: int


def best_fits(demand: Demand, *, count: int, alike: bool = False, weights: Weights = WEIGHTS) -> list[Row]:
    """The first `count` mentors by points; equals in the order in which the circle brings them.

    Two reads. The first takes the heads of the lists, ordered by what mentors bring to every case; the place
    of the last mentor wanted is then a bound behind which the true answer cannot fall. The second reads all
    seats that could still stand before it if the case gave them everything it can give. With `alike` it does
    not count how many of the rubrics a mentor has: they are not those of the case.
    """
    if not demand.rubrics:
        return []
    sql = _Sql(demand, weights if not alike else replace(weights, rubrics=0))
    heads = sql.read(
        [
            f"{sql.seats(f'rubric_id = {rubric} AND s.subject = %({subject})s AND s.ring >= {demand.start}')}"
            f" ORDER BY s.standing DESC, s.ring LIMIT {max(count, HEAD)}"
            for rubric in demand.rubrics
            for subject in sql.subjects
        ][:PROBED_LISTS],
    )
    heads.sort(key=lambda row: (-row.points, row.distance))
    known = _first_of_each(heads)
    last = known[count - 1] if len(known) >= count else None
    parts = []
    for subject in sql.subjects:
        where = f"rubric_id IN ({_numbers(demand.rubrics)}) AND s.subject = %({subject})s"
        if last:
            where += (
                f" AND s.standing >= {last.points - sql.most(subject)} AND {sql.points} >= {last.points}"
                f" AND ({sql.points} > {last.points} OR {sql.distance} <= {last.distance})"
            )
        parts.append(sql.seats(where))
    # A mentor stands in the lists once for each rubric, with and without the subject.
    limit = count * len(demand.rubrics) * len(sql.subjects)
    rows = sql.read(parts, order=f"points DESC, distance, profile_id LIMIT {limit}")
    return _first_of_each(rows)[:count]


def free_now(demand: Demand, *, count: int, weights: Weights = WEIGHTS) -> list[Row]:
    """Mentors who carry nothing: those of the subject first, then the quickest."""
    if not demand.rubrics:
        return []
    sql = _Sql(demand, weights)
    rows = sql.read(
        [
            sql.seats(
                f"rubric_id = {rubric} AND s.subject = %({subject})s AND s.idle"
                f" AND s.ring {side} {demand.start}"
            )
            + f" ORDER BY s.reply, s.ring LIMIT {count}"
            for rubric in demand.rubrics
            for subject in sql.subjects
            for side in (">=", "<")
        ]
    )
    rows.sort(key=lambda row: (not row.subject, row.reply, row.distance, row.profile_id))
    return _first_of_each(rows)[:count]


def rested(demand: Demand, *, count: int, weights: Weights = WEIGHTS) -> list[Row]:
    """The next `count` mentors on the circle who have had no request of late."""
    if not demand.rubrics:
        return []
    sql = _Sql(demand, weights)
    long_ago = f"s.subject = '' AND s.rested <= {demand.today.toordinal() - weights.rest_days}"
    rows = sql.read(
        [
            sql.seats(f"rubric_id = {rubric} AND {long_ago} AND s.ring {side} {demand.start}")
            + f" ORDER BY s.ring LIMIT {count}"
            for rubric in demand.rubrics
            for side in (">=", "<")
        ]
    )
    rows.sort(key=lambda row: (row.distance, row.profile_id))
    return _first_of_each(rows)[:count]


def seat_of(demand: Demand, mentor_id: int, *, weights: Weights = WEIGHTS) -> Row | None:
    """The seat in which the mentor with this user key fits the case best. None: must not be proposed for it."""
    if not demand.rubrics:
        return None
    sql = _Sql(demand, weights)
    sql.parameters["mentor"] = mentor_id
    seats = sql.seats("profile_id = (SELECT id FROM mentoring_mentorprofile WHERE user_id = %(mentor)s)")
    order = (
        f"CASE WHEN s.rubric_id IN ({_numbers(demand.rubrics)}) THEN 0 ELSE 1 END, points DESC, s.rubric_id"
    )
    rows = sql.read([f"{seats} AND s.subject IN (%(none)s, %(subject)s) ORDER BY {order} LIMIT 1"])
    return rows[0] if rows else None


class _Sql:
    """The parts of the queries that all lists of one case share."""

    def __init__(self, demand: Demand, weights: Weights) -> None:
        self.weights = weights
        self.subjects = ["subject", "none"] if demand.subject else ["none"]
        self.parameters: dict[str, Any] = {
            "subject": demand.subject,
            "none": "",
            "school": demand.school,
            "today": connection.ops.adapt_datefield_value(demand.today),
        }
        self.points = self._points(demand)
        self.distance = (
            f"(s.ring - {demand.start} + CASE WHEN s.ring < {demand.start} THEN {RING} ELSE 0 END)"
        )
        self.columns = (
            f"s.profile_id, s.mentor_id, s.rubrics, s.subject, s.stages, {self.points} AS points, "
            f"{self.distance} AS distance, s.reply, s.rested, s.silences"
        )
        conditions = [NOT_PAUSED]
        if demand.banned:
            conditions.append(f"s.mentor_id NOT IN ({_numbers(sorted(demand.banned))})")
        if demand.school:
            conditions.append("s.school <> %(school)s")
        self.allowed = " AND ".join(conditions)

    def _points(self, demand: Demand) -> str:
        weights, self._most = self.weights, 0
        terms = ["s.standing", f"CASE WHEN s.subject <> '' THEN {weights.subject} ELSE 0 END"]
        if bit := demand.stage_bit:
            self._most += weights.stage
            terms.append(f"CASE WHEN (s.stages & {bit}) <> 0 THEN {weights.stage} ELSE 0 END")
        if weights.rubrics and len(demand.rubrics) > 1:
            each = weights.rubrics // (len(demand.rubrics) - 1)
            self._most += weights.rubrics
            terms.append(f"-{each}")
            for place, rubric in enumerate(demand.rubrics):
                self.parameters[f"rubric{place}"] = f"%,{rubric},%"
                terms.append(f"CASE WHEN s.rubrics LIKE %(rubric{place})s THEN {each} ELSE 0 END")
        return f"({' + '.join(terms)})"

    def most(self, subject: str) -> int:
        """The most that a case can add to the standing of a seat with or without its subject."""
        return self._most + (self.weights.subject if subject == "subject" else 0)

    def seats(self, where: str) -> str:
        return f"SELECT {self.columns} FROM mentoring_seat s WHERE s.{where} AND {self.allowed}"  # noqa: S608

    def read(self, parts: list[str], order: str = "") -> list[Row]:
        query = " UNION ALL ".join(f"SELECT * FROM ({part}) part{at}" for at, part in enumerate(parts))  # noqa: S608
        if order:
            query = f"SELECT * FROM ({query}) rows_of_all ORDER BY {order}"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(query, self.parameters)
            return [Row(*row) for row in cursor.fetchall()]


def _first_of_each(rows: list[Row]) -> list[Row]:
    firsts: dict[int, Row] = {}
    for row in rows:
        firsts.setdefault(row.profile_id, row)
    return list(firsts.values())


def _numbers(values) -> str:
    return ", ".join(str(int(value)) for value in values)
