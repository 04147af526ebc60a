"""The five mentors proposed for a case, with reasons and a promised date. It writes nothing."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import islice
from math import log

from django.db.models import Prefetch, Q
from django.utils import timezone

from .clocks import Calendar
from .enums import ConsultationState, Slot
from .matching_index import RING, WEIGHTS, Weights, chance, rebuild, refresh, stage_bits
from .matching_lists import Demand, Row, best_fits, free_now, rested, seat_of
from .models import Case, Exclusion, Limits, MenteeProfile, MentorPause, MentorProfile, Rubric, school_key
from .promise import promise

__all__ = ["WEIGHTS", "Candidate", "Weights", "best", "promise", "propose", "rebuild", "refresh"]

# How many of the shown are not chosen for fitting best: one who is free, one who has rested.
OTHERS = 2
LEFT_THE_CASE = (ConsultationState.DECLINED, ConsultationState.EXPIRED, ConsultationState.STEPPED_DOWN)


@dataclass(frozen=True)
class Candidate:
    """One of the five. `reasons` are codes and numbers for display; `score` orders those of one slot."""

    mentor_id: int
    profile_id: int
    slot: Slot
    reasons: dict
    promised_at: datetime
    score: float


@dataclass(frozen=True)
class _Pick:
    row: Row
    slot: Slot
    # The rubrics through which this mentor was found.
    rubrics: tuple[int, ...]
    widened: str | None = None


def propose(
    case: Case, *, now: datetime | None = None, count: int = 5, prefer: int | None = None
) -> list[Candidate]:
    """Up to `count` mentors in the order in which they are shown; empty when nobody at all can take the case.

    All but two are the best fits, then one who is free right now, then a newcomer or one who has long
    rested. A place that nobody fills goes to the next best fit, and then to the neighbouring rubrics and the
    direction. The mentor with the user key `prefer` stands first, whatever the points, unless paused, full or
    not to be proposed for this case.
    """
    pick = _pick_five if prefer is None else partial(_pick_suggested, mentor_id=prefer)
    return _candidates(case, now=now or timezone.now(), count=count, exclude=(), pick=pick)


def best(case: Case, *, now: datetime | None = None, exclude: Iterable[int] = ()) -> Candidate | None:
    """The mentor who fits best now, other than those whose user keys are in `exclude`."""
    found = _candidates(case, now=now or timezone.now(), count=1, exclude=exclude, pick=_pick_best)
    return found[0] if found else None


def _candidates(
    case: Case,
    *,
    now: datetime,
    count: int,
    exclude: Iterable[int],
    pick: "Callable[[_Asked, int], list[_Pick]]",
) -> list[Candidate]:
    asked = _Asked.of(case, now=now, exclude=exclude)
    ahead = MentorPause.objects.filter(last_day__gte=asked.demand.today)
    while True:
        picks = pick(asked, count)
        profiles = {
            profile.pk: profile
            for profile in MentorProfile.objects.approved()
            .with_free_place()
            .filter(pk__in=[picked.row.profile_id for picked in picks])
            .prefetch_related(Prefetch("pauses", ahead))
        }
        # The index follows the mentors within the same transaction, unless somebody changed a row by hand.
        gone = {picked.row.mentor_id for picked in picks if picked.row.profile_id not in profiles}
        if not gone:
            break
        asked = asked.without(gone)
    calendar, limits = Calendar.load(), Limits.objects.first() or Limits()
    candidates = []
    for picked in picks:
        profile = profiles[picked.row.profile_id]
        reasons = asked.reasons(picked, profile)
        # The seat without a subject, by which the rested are read, lacks the points of the subject.
        missed = WEIGHTS.subject if reasons["subject"] and not picked.row.subject else 0
        candidates.append(
            Candidate(
                mentor_id=profile.user_id,
                profile_id=profile.pk,
                slot=picked.slot,
                reasons=reasons,
                promised_at=promise(profile, now=now, calendar=calendar, limits=limits),
                score=float(picked.row.points + missed),
            )
        )
    return candidates


@dataclass(frozen=True)
class _Asked:
    """A case as matching sees it."""

    number: str
    demand: Demand
    stage: str
    rubrics: tuple[Rubric, ...]
    titles: dict[int, str]

    @classmethod
    def of(cls, case: Case, *, now: datetime, exclude: Iterable[int]) -> "_Asked":
        rubrics = tuple(case.rubrics.all())
        author = MenteeProfile.objects.filter(user_id=case.author_id).values_list("stage", "school").first()
        stage, school = author or ("", "")
        versions = case.versions.order_by("ordinal").values_list("submitted_at", "subject")
        drafts_first = sorted(versions, key=lambda version: version[0] is not None)
        return cls(
            number=case.number,
            demand=Demand(
                rubrics=tuple(sorted(rubric.pk for rubric in rubrics)),
                subject=drafts_first[-1][1] if drafts_first else "",
                stage_bit=stage_bits([stage]),
                start=chance(case.number),
                today=timezone.localdate(now),
                school=school_key(school),
                banned=frozenset(_banned(case)) | frozenset(exclude),
            ),
            stage=stage,
            rubrics=rubrics,
            titles={rubric.pk: rubric.title for rubric in rubrics},
        )

    def without(self, mentors: Collection[int]) -> "_Asked":
        """The same case with these mentors left out."""
        return replace(self, demand=replace(self.demand, banned=self.demand.banned | frozenset(mentors)))

    def wider(self) -> "Iterator[tuple[str, tuple[int, ...]]]":
        """The steps by which the search widens: the family of each rubric, then the whole direction."""
        if not self.rubrics:
            return
        direction = Rubric.objects.of_direction(self.rubrics[0].direction).values_list("pk", "path", "title")
        nodes = list(direction)
        self.titles.update({pk: title for pk, _path, title in nodes})
        families = tuple(
            rubric.path[: -Rubric.steplen] if rubric.depth > 2 else rubric.path for rubric in self.rubrics
        )
        family = tuple(sorted(pk for pk, path, _title in nodes if path.startswith(families)))
        if len(family) > len(self.rubrics):
            yield "parent", family
        yield "direction", tuple(sorted(pk for pk, _path, _title in nodes))

    def reasons(self, picked: _Pick, profile: MentorProfile) -> dict:
        """Why this mentor stands among the five, as codes and numbers."""
        own = {int(key) for key in picked.row.rubrics.split(",") if key}
        shared = own & set(picked.rubrics)
        return {
            "rubrics": [title for pk, title in self.titles.items() if pk in shared],
            "subject": self.demand.subject if self.demand.subject in profile.subjects else None,
            "stage": self.stage if self.stage in profile.stages else None,
            "free_places": profile.free_places,
            "pace_hours": profile.pace_hours,
            "helped": profile.helped,
            "widened": picked.widened,
            "newcomer": profile.helped == 0,
        }


def _banned(case: Case) -> Iterator[int]:
    """Users who must not be proposed for this case, whatever they can do."""
    yield case.author_id
    states = [*LEFT_THE_CASE, ConsultationState.DELIVERED] if case.second_opinion_at else LEFT_THE_CASE
    yield from case.consultations.filter(state__in=states).order_by().values_list("mentor_id", flat=True)
    pairs = Exclusion.objects.filter(Q(owner=case.author_id) | Q(other=case.author_id))
    for owner_id, other_id in pairs.values_list("owner_id", "other_id"):
        yield owner_id if other_id == case.author_id else other_id


def _pick_suggested(asked: _Asked, count: int, *, mentor_id: int) -> list[_Pick]:
    row = seat_of(asked.demand, mentor_id)
    if row is None:
        return _pick_five(asked, count)
    suggested = _Pick(row, Slot.SUGGESTED, asked.demand.rubrics)
    return [suggested, *_pick_five(asked.without({mentor_id}), count - 1)]


def _pick_five(asked: _Asked, count: int) -> list[_Pick]:
    demand = asked.demand
    ranked = best_fits(demand, count=count)
    firsts = ranked[: max(count - OTHERS, 1)]
    taken = {row.profile_id for row in firsts}
    others: list[_Pick] = []
    for slot, rows in (
        (Slot.FREE_NOW, free_now(demand, count=count)),
        (Slot.RESTED, _drawn(asked, count)),
    ):
        row = next((row for row in rows if row.profile_id not in taken), None)
        if row is not None and len(taken) < count:
            others.append(_Pick(row, slot, demand.rubrics))
            taken.add(row.profile_id)
    rest = [row for row in ranked if row.profile_id not in taken]
    bests = [*firsts, *rest[: count - len(taken)]]
    picks = [_Pick(row, Slot.BEST, demand.rubrics) for row in bests] + others
    return picks + _widened(asked, picks, count - len(picks))


def _pick_best(asked: _Asked, count: int) -> list[_Pick]:
    demand = asked.demand
    picks = [_Pick(row, Slot.BEST, demand.rubrics) for row in best_fits(demand, count=count)]
    return picks + _widened(asked, picks, count - len(picks))


def _drawn(asked: _Asked, count: int, weights: Weights = WEIGHTS) -> list[Row]:
    """Rested mentors in the order in which this case draws them; rest and the right stage better the odds.

    A draw, and not a queue, so that a mentor whom nobody chooses does not stand before all others for ever.
    """
    demand = asked.demand
    # Of those looked at, some may already stand among the best fits.
    rows = rested(demand, count=weights.rested_looked_at + count)
    return sorted(rows, key=lambda row: (_luck(asked.number, row, demand, weights), row.profile_id))


def _luck(number: str, row: Row, demand: Demand, weights: Weights) -> float:
    weeks = (demand.today.toordinal() - row.rested) / 7
    weight = min(max(weeks, 1), weights.rest_weeks) / (1 + min(row.silences, weights.silences))
    if row.stages & demand.stage_bit:
        weight *= 2
    return -log((chance(number, row.mentor_id) + 1) / (RING + 1)) / weight


def _widened(asked: _Asked, picks: list[_Pick], missing: int) -> list[_Pick]:
    """Who fills the places for which the rubrics of the case have nobody left."""
    more: list[_Pick] = []
    if missing <= 0:
        return more
    for step, rubrics in asked.wider():
        taken = {picked.row.mentor_id for picked in [*picks, *more]}
        demand = replace(asked.without(taken).demand, rubrics=rubrics)
        rows = islice(best_fits(demand, count=missing, alike=True), missing - len(more))
        more += [_Pick(row, Slot.WIDENED, rubrics, step) for row in rows]
    return more
