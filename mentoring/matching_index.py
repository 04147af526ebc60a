"""Keeps the index of matching: the points and the seats of each mentor. `matching_lists` reads them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from math import ceil

from django.db import transaction
from django.utils import timezone

from .enums import MentorStatus, Stage, Subject
from .models import MentorProfile, Seat, school_key


@dataclass(frozen=True)
class Weights:
    """All that decides who stands where, in points. Whole numbers, so that both engines count alike.

    Points of the case: how well a mentor fits it. Points of the mentor (`standing`): how much this mentor can
    take on now. Declining costs nothing anywhere; leaving a request without an answer does.
    """

    # Of the case: the rubrics beyond the first one that the mentor shares with it, all of them together.
    rubrics: int = 12
    # Of the case: the mentor teaches the subject; the mentor knows the stage of schooling.
    subject: int = 15
    stage: int = 8
    # Of the mentor: all places free; answers at once (none left at `slow_hours`); only useful so far.
    free: int = 15
    pace: int = 12
    slow_hours: int = 96
    usefulness: int = 10
    # Of the mentor: taken away for each request left unanswered, up to `silences` of them.
    silence: int = 6
    silences: int = 4
    # Hours by which each such request puts a mentor back among those who are free right now.
    silence_hours: int = 24
    # Days without a request after which a mentor has rested; weeks after which more rest counts no more.
    rest_days: int = 14
    rest_weeks: int = 8
    # How many rested mentors one case looks at, starting anywhere, before one of them is drawn.
    rested_looked_at: int = 16


WEIGHTS = Weights()
RING = 2**30


def standing(profile: MentorProfile, weights: Weights = WEIGHTS) -> int:
    """The points that a mentor brings to every case."""
    speed = max(0.0, 1 - profile.pace_hours / weights.slow_hours)
    return (
        round(weights.free * profile.free_places / max(profile.capacity, 1))
        + round(weights.pace * speed)
        + round(weights.usefulness * profile.usefulness)
        - weights.silence * min(profile.silences, weights.silences)
    )


def reply_hours(profile: MentorProfile, weights: Weights = WEIGHTS) -> int:
    """The hours by which those who are free right now are compared."""
    return ceil(profile.pace_hours) + weights.silence_hours * min(profile.silences, weights.silences)


def last_asked(profile: MentorProfile) -> int:
    """The ordinal of the day of the last request, 0 for never."""
    asked = profile.last_request_at
    return timezone.localdate(asked).toordinal() if asked else 0


def chance(*words: object) -> int:
    """A number below RING that the words decide: the same on every machine, unlike `hash`."""
    return int.from_bytes(blake2b("·".join(map(str, words)).encode(), digest_size=4).digest(), "big") % RING


def ring(profile: MentorProfile) -> int:
    """The place on the circle. It moves with each request, so that nobody keeps a bad neighbour for good."""
    return chance(profile.user_id, last_asked(profile))


def stage_bits(stages: Iterable[str]) -> int:
    """The stages of schooling as bits."""
    return sum(1 << place for place, stage in enumerate(Stage.values) if stage in stages)


@transaction.atomic
def refresh(profile: MentorProfile) -> None:
    """Write the seats of one mentor anew from the database, whatever the given object remembers.

    To be called in the transaction that changes status, capacity, load, rubrics, subjects, stages, pace,
    usefulness, silences, the last request, the place of work, or whether the account is active.
    """
    # The lock lets two changes of one mentor write their seats one after the other.
    mentors = MentorProfile.objects.select_for_update(of=("self",)).select_related("user")
    locked = mentors.filter(pk=profile.pk).first()
    Seat.objects.filter(profile_id=profile.pk).delete()
    if locked is not None:
        Seat.objects.bulk_create(_seats(locked, list(locked.rubrics.order_by().values_list("pk", flat=True))))


@transaction.atomic
def rebuild() -> int:
    """Write all seats anew; the number of seats."""
    Seat.objects.all().delete()
    rubrics: dict[int, list[int]] = {}
    pairs = MentorProfile.rubrics.through.objects.values_list("mentorprofile_id", "rubric_id")
    for profile_id, rubric_id in pairs.iterator(5000):
        rubrics.setdefault(profile_id, []).append(rubric_id)
    seats: list[Seat] = []
    for profile in MentorProfile.objects.approved().with_free_place().select_related("user").iterator(2000):
        seats.extend(_seats(profile, rubrics.get(profile.pk, [])))
        if len(seats) > 5000:
            Seat.objects.bulk_create(seats)
            seats.clear()
    Seat.objects.bulk_create(seats)
    return Seat.objects.count()


def _seats(profile: MentorProfile, rubrics: list[int]) -> Iterator[Seat]:
    if profile.status != MentorStatus.APPROVED or not profile.user.is_active or not profile.free_places:
        return
    common = {
        "profile": profile,
        "mentor_id": profile.user_id,
        "stages": stage_bits(profile.stages),
        "rubrics": f",{','.join(map(str, sorted(rubrics)))},",
        "school": school_key(profile.workplace),
        "standing": standing(profile),
        "ring": ring(profile),
        "idle": profile.load == 0,
        "reply": reply_hours(profile),
        "rested": last_asked(profile),
        "silences": profile.silences,
    }
    for rubric_id in rubrics:
        for subject in ["", *sorted({code for code in profile.subjects if code in Subject.values})]:
            yield Seat(rubric_id=rubric_id, subject=subject, **common)
