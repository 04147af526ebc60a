"""The five of a case worked out the long way: every mentor is looked at, in Python, without the index.

The numbers that one mentor has (`standing`, `ring`, `chance`) are those of the index; who may be proposed,
all points, orders and places are worked out here again from the rules.
"""

from datetime import datetime
from math import log

from django.db.models import Q
from django.utils import timezone

from mentoring.enums import MentorStatus, Slot
from mentoring.matching_index import RING, WEIGHTS, chance, last_asked, reply_hours, ring, standing
from mentoring.models import Case, Exclusion, MenteeProfile, MentorPause, MentorProfile, Rubric, school_key

Answer = list[tuple[int, Slot, str | None]]


class Everybody:
    """All mentors, read once, so that many cases can be worked out."""

    def __init__(self, *, now: datetime | None = None) -> None:
        self.now = now or timezone.now()
        today = timezone.localdate(self.now)
        paused = set(
            MentorPause.objects.filter(first_day__lte=today, last_day__gte=today).values_list(
                "mentor_id", flat=True
            )
        )
        rubrics: dict[int, set[int]] = {}
        for profile_id, rubric_id in MentorProfile.rubrics.through.objects.values_list(
            "mentorprofile_id", "rubric_id"
        ):
            rubrics.setdefault(profile_id, set()).add(rubric_id)
        self.mentors = []
        for profile in MentorProfile.objects.select_related("user"):
            profile.in_rubrics = rubrics.get(profile.pk, set())
            profile.place = ring(profile)
            profile.asked = last_asked(profile)
            profile.worth = standing(profile)
            profile.reply = reply_hours(profile)
            profile.school = school_key(profile.workplace)
            if (
                profile.status == MentorStatus.APPROVED
                and profile.user.is_active
                and profile.load < profile.capacity
                and profile.pk not in paused
            ):
                self.mentors.append(profile)
        self.today = today.toordinal()


def exhaustive(
    case: Case, *, now: datetime | None = None, count: int = 5, everybody: Everybody | None = None
) -> Answer:
    """For each of the five: user key, slot, and how far the search went for this mentor."""
    everybody = everybody or Everybody(now=now)
    wanted = set(case.rubrics.values_list("pk", flat=True))
    version = case.latest_version() or case.draft_version()
    subject = version.subject if version else ""
    author = MenteeProfile.objects.filter(user_id=case.author_id).first()
    stage, school = (author.stage, school_key(author.school)) if author else ("", "")
    start = chance(case.number)

    banned = {case.author_id}
    gone = ["declined", "expired", "stepped_down"] + (["delivered"] if case.second_opinion_at else [])
    banned |= {part.mentor_id for part in case.consultations.all() if part.state in gone}
    for pair in Exclusion.objects.filter(Q(owner=case.author_id) | Q(other=case.author_id)):
        banned |= {pair.owner_id, pair.other_id}
    able = [
        mentor
        for mentor in everybody.mentors
        if mentor.user_id not in banned and not (school and mentor.school == school)
    ]

    def distance(mentor) -> int:
        return (mentor.place - start) % RING

    def points(mentor, *, several: bool) -> int:
        total = mentor.worth
        if subject and subject in mentor.subjects:
            total += WEIGHTS.subject
        if stage and stage in mentor.stages:
            total += WEIGHTS.stage
        if several and len(wanted) > 1:
            total += WEIGHTS.rubrics // (len(wanted) - 1) * (len(wanted & mentor.in_rubrics) - 1)
        return total

    fits = sorted(
        (mentor for mentor in able if mentor.in_rubrics & wanted),
        key=lambda mentor: (-points(mentor, several=True), distance(mentor), mentor.pk),
    )
    firsts = fits[: max(count - 2, 1)]
    others = []
    idle = [mentor for mentor in fits if mentor.load == 0 and mentor not in firsts]
    if idle and len(firsts) + len(others) < count:
        free = min(
            idle,
            key=lambda mentor: (
                not (subject and subject in mentor.subjects),
                mentor.reply,
                distance(mentor),
                mentor.pk,
            ),
        )
        others.append((free, Slot.FREE_NOW))
    resting = [mentor for mentor in fits if everybody.today - mentor.asked >= WEIGHTS.rest_days]
    resting.sort(key=lambda mentor: (distance(mentor), mentor.pk))
    resting = resting[: WEIGHTS.rested_looked_at + count]
    taken = [*firsts, *(mentor for mentor, _slot in others)]
    resting = [mentor for mentor in resting if mentor not in taken]
    if resting and len(taken) < count:

        def luck(mentor) -> float:
            weight = min(max((everybody.today - mentor.asked) / 7, 1), WEIGHTS.rest_weeks)
            weight /= 1 + min(mentor.silences, WEIGHTS.silences)
            if stage and stage in mentor.stages:
                weight *= 2
            return -log((chance(case.number, mentor.user_id) + 1) / (RING + 1)) / weight

        others.append((min(resting, key=lambda mentor: (luck(mentor), mentor.pk)), Slot.RESTED))
    taken = [*firsts, *(mentor for mentor, _slot in others)]
    firsts += [mentor for mentor in fits if mentor not in taken][: count - len(taken)]
    answer: Answer = [(mentor.user_id, Slot.BEST, None) for mentor in firsts]
    answer += [(mentor.user_id, slot, None) for mentor, slot in others]

    for step, rubrics in _wider(case):
        if len(answer) >= count:
            break
        named = {user_id for user_id, _slot, _step in answer}
        more = sorted(
            (mentor for mentor in able if mentor.in_rubrics & rubrics and mentor.user_id not in named),
            key=lambda mentor: (-points(mentor, several=False), distance(mentor), mentor.pk),
        )
        answer += [(mentor.user_id, Slot.WIDENED, step) for mentor in more[: count - len(answer)]]
    return answer


def _wider(case: Case) -> list[tuple[str, set[int]]]:
    family: set[int] = set()
    rubrics = list(case.rubrics.all())
    for rubric in rubrics:
        root = rubric.get_parent() if rubric.depth > 2 else rubric
        family |= {root.pk, *(below.pk for below in root.get_descendants())}
    if not rubrics:
        return []
    whole = set(Rubric.objects.of_direction(case.direction).values_list("pk", flat=True))
    return [("parent", family), ("direction", whole)]
