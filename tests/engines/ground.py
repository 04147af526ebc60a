"""What must be true of the ground at every moment, read from the database. Walks, races and kills ask it."""

from collections import Counter

from django.apps import apps
from django.db.models import Count

from mentoring.enums import OPEN_CONSULTATION, Closing, ConsultationState, MentorStatus, Opinion, Party, State
from mentoring.models import Case, Consultation, JournalEntry, MentorProfile, Seat
from mentoring.workflow import ARROWS

MOVE = {
    State.DRAFT: Party.MENTEE,
    State.CHOOSING: Party.MENTEE,
    State.AWAITING: Party.MENTOR,
    State.IN_WORK: Party.MENTOR,
    State.CLARIFYING: Party.MENTEE,
    State.OFFERED: Party.MENTEE,
    State.COMPLETED: Party.NOBODY,
    State.WITHDRAWN: Party.NOBODY,
    State.DELETED: Party.NOBODY,
}
TIMED = {State.CHOOSING, State.AWAITING, State.IN_WORK, State.CLARIFYING, State.OFFERED}
# A mentor who passed a second opinion on leaves a row behind when the author goes back to the first one.
SPEAKING = {*OPEN_CONSULTATION, ConsultationState.DELIVERED}
HELD = {
    State.AWAITING: ConsultationState.REQUESTED,
    State.IN_WORK: ConsultationState.ACCEPTED,
    State.CLARIFYING: ConsultationState.ACCEPTED,
}


def breaches() -> list[str]:
    """Everything in the database that contradicts the rules, in words; empty when all is well."""
    found = [breach for case in Case.objects.order_by("pk") for breach in breaches_of(case)]
    return found + breaches_of_mentors()


def breaches_of(case: Case) -> list[str]:
    """What contradicts the rules in one case."""
    if case.state not in MOVE:
        return [f"{case}: undeclared state {case.state}"]
    consultations = list(case.consultations.order_by("pk"))
    running = [c for c in consultations if c.state in OPEN_CONSULTATION]
    delivered = Counter(c.opinion for c in consultations if c.state == ConsultationState.DELIVERED)
    held, only = HELD.get(case.state), running[0] if running else None
    lent = only is not None and only.pre_question_at is not None and only.pre_answer_at is None
    may_move = {MOVE[case.state]} | ({Party.MENTEE} if case.state == State.AWAITING and lent else set())
    checks = {
        "the move is nobody's that may have it": case.move_by in may_move,
        "more than one open consultation": len(running) <= 1,
        "state and consultation differ": (only.state if only else None) == held,
        "mentor of the case and of the consultation differ": only is None or only.mentor_id == case.mentor_id,
        "the mentor is the author": case.author_id
        not in {case.mentor_id, *(c.mentor_id for c in consultations)},
        "a second opinion that nobody asked": case.second_opinion_at is not None
        or not any(c.opinion == Opinion.SECOND and c.state in SPEAKING for c in consultations),
        "a second opinion that was never asked": all(c.opinion == Opinion.FIRST for c in consultations)
        or case.journal.filter(arrow="second_opinion").exists(),
        "an opinion delivered twice": all(count == 1 for count in delivered.values()),
        "the clock stands, or runs for nobody": (case.next_tick_at is not None) == (case.state in TIMED),
        "no date until when": (case.due_at is not None) == (case.state in TIMED),
        "submitted without a date": (case.submitted_at is None)
        == (case.state in {State.DRAFT, State.DELETED}),
        "stuck although closed": case.stuck_since is None or case.state in TIMED,
        "a finished case without its sheet": case.closing != Closing.SOLUTION
        or (hasattr(case, "reflection") and hasattr(case, "after_check")),
    }
    found = [f"{case} ({case.state}): {words}" for words, holds in checks.items() if not holds]
    return found + _breaches_of_journal(case)


def _breaches_of_journal(case: Case) -> list[str]:
    arrows = list(JournalEntry.objects.filter(case=case, arrow__in=ARROWS).order_by("pk"))
    found = []
    if len(arrows) != case.revision:
        found.append(f"{case}: {len(arrows)} arrows in the journal, revision {case.revision}")
    at = State.DRAFT.value
    for entry in arrows:
        if entry.from_state != at:
            found.append(f"{case}: {entry.arrow} begins in {entry.from_state}, the one before ended in {at}")
        at = entry.to_state
    if at != case.state:
        found.append(f"{case}: the journal ends in {at}, the case is {case.state}")
    return found


def breaches_of_mentors() -> list[str]:
    """Loads that differ from the open consultations, or go beyond the capacity; seats that lie."""
    open_now = dict(
        Consultation.objects.filter(state__in=OPEN_CONSULTATION)
        .order_by()
        .values_list("mentor_id")
        .annotate(Count("pk"))
    )
    seated = set(Seat.objects.values_list("profile_id", flat=True))
    found = []
    for profile in MentorProfile.objects.select_related("user"):
        count = open_now.get(profile.user_id, 0)
        if profile.load != count:
            found.append(f"{profile}: load {profile.load}, open consultations {count}")
        if profile.load > profile.capacity:
            found.append(f"{profile}: load {profile.load} of {profile.capacity}")
        may = (
            profile.status == MentorStatus.APPROVED
            and profile.user.is_active
            and profile.load < profile.capacity
        )
        if may != (profile.pk in seated):
            found.append(
                f"{profile}: {'no seat' if may else 'a seat'} with load {profile.load} of {profile.capacity}"
            )
    return found


def snapshot() -> dict[str, list[tuple]]:
    """Every row of every table of the room `mentoring`."""
    return {
        model._meta.db_table: sorted(model._base_manager.values_list(), key=repr)
        for model in apps.get_app_config("mentoring").get_models(include_auto_created=True)
    }
