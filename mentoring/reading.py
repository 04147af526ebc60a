"""A case as one reader gets it: built from an allow-list for that reader, never the model itself.

What is not named here is private: a new field of a model reaches nobody until somebody adds it below.
"""

from typing import Any, cast

from django.db.models import Field
from django.utils import timezone
from django.utils.translation import gettext as _

from .access import part_in, reading_role
from .case_view import Afterwards, CaseView, FileView, OptionView, Part, QuestionView, Turn, VersionView
from .enums import ConsultationState, Direction, Format, Opinion, PublicationStatus, QuestionKind, Role, State
from .models import Attachment, Case, CaseVersion, Consultation, PublicCase, Round, Solution
from .workflow import available

PROBLEM_FIELDS = ("situation", "participants", "tried", "wanted", "question", "context")
CAREER_FIELDS = ("position", "wanted_track", "done", "obstacles", "question", "context")


def words_of(view: CaseView) -> str:
    """What this reader reads of the problem, in its last version: to look for what is like it."""
    bodies = [turn.body for turn in view.turns if isinstance(turn.body, VersionView)]
    if not bodies:
        return view.title
    last = bodies[-1]
    return "\n".join([last.title, *(part.text for part in last.parts)])


def view_for(case: Case, reader) -> CaseView:
    """The case as `reader` gets it. Raises PermissionError for a stranger: the caller asks `access` first.

    A constant number of queries, whatever the length of the story.
    """
    fetched = _consultations(case)
    role, own = part_in(case, reader, fetched)
    if role == Role.STRANGER:
        raise PermissionError("a stranger gets no view")
    sees_author = role == Role.AUTHOR or (
        case.format == Format.PERSONAL and role in (Role.MENTOR, Role.MODERATOR)
    )
    versions = list(case.versions.filter(submitted_at__isnull=False).order_by("ordinal"))
    if own is not None and own.ended_at is not None:
        # What the author wrote afterwards answers another mentor.
        versions = [version for version in versions if version.submitted_at <= own.ended_at]
    files = list(
        case.attachments.filter(version__isnull=False)
        | case.attachments.filter(solution__sent_at__isnull=False)
    )
    consultations = [c for c in fetched if _reads(role, own, c)]
    turns = [_version_turn(case, v, files, role, sees_author) for v in versions]
    turns += [turn for c in consultations for turn in _consultation_turns(case, c, files, role, reader)]
    turns += _process_turns(case, consultations, role, own)
    turns.sort(key=lambda turn: turn.at)
    shown = next((c for c in reversed(consultations) if c.mentor_id == case.mentor_id), None)
    hide_mentor = role == Role.COLLEAGUE or shown is None
    return CaseView(
        number=case.number,
        label=case.label,
        title=(versions[-1].title if versions else ""),
        direction=Direction(case.direction),
        rubrics=[rubric.title for rubric in case.rubrics.all()],
        state=State(case.state),
        state_label=str(State(case.state).label),
        format=Format(case.format),
        collegial=case.collegial,
        role=role,
        sees_author=sees_author,
        author_name=author_name(case, sees_author=sees_author),
        author_about=_about(case) if sees_author and role != Role.AUTHOR else [],
        contact=case.contact if sees_author else "",
        mentor_name="" if hide_mentor else shown.mentor.get_full_name(),
        mentor_public_id="" if hide_mentor else _public_id(shown.mentor),
        move_by=case.move_by,
        my_move=_is_my_move(case, role, own),
        due_at=case.due_at,
        submitted_at=case.submitted_at,
        revision=case.revision,
        can=frozenset(available(case, reader)),
        turns=turns,
        solutions=[turn for turn in turns if turn.kind == "solution"],
        second_opinion=case.second_opinion_at is not None,
        chat=case.format == Format.PERSONAL
        and shown is not None
        and (role == Role.AUTHOR or (own is not None and own.pk == shown.pk))
        and case.state not in (State.WITHDRAWN,),
        closing=case.closing,
        own_part=own.state if own is not None else "",
        afterwards=_afterwards(case, consultations) if role == Role.AUTHOR else None,
        follows=case.follow_up_of.number if role == Role.AUTHOR and case.follow_up_of_id else "",
    )


def _afterwards(case: Case, consultations: list[Consultation]) -> Afterwards:
    if case.state != State.COMPLETED:
        return Afterwards()
    sheet, check = getattr(case, "reflection", None), getattr(case, "after_check", None)
    if check is None:
        stage = ""
    elif check.answered_at:
        stage = "answered"
    else:
        stage = "asked" if check.asked_at or check.ask_at <= timezone.now() else "waiting"
    follow_up = case.follow_ups.exclude(state=State.DELETED).order_by("-created_at").first()
    return Afterwards(
        reflection="" if sheet is None else "finished" if sheet.finished_at else "open",
        check=stage,
        check_at=check.ask_at if check else None,
        thanked=frozenset(c.opinion for c in consultations if hasattr(c, "thanks")),
        reviewed=frozenset(c.opinion for c in consultations if hasattr(c, "review")),
        follow_up=follow_up.number if follow_up else "",
        publication=_publication(case),
    )


def _publication(case: Case) -> str:
    statuses = PublicCase.objects.filter(deidentification__case=case).exclude(
        status__in=[PublicationStatus.PREPARING, PublicationStatus.REFUSED]
    )
    return statuses.values_list("status", flat=True).first() or ""


def author_name(case: Case, *, sees_author: bool) -> str:
    """The author's name, or the one pseudonym of this case: it says nothing and links nothing."""
    if sees_author:
        return case.author.get_full_name() or _("Author of the case")
    return _("Author of case %(number)s") % {"number": case.label}


def parts_of(version: CaseVersion, direction: str) -> list[Part]:
    """The labelled parts of a version that hold text, in the order of the form."""
    names = CAREER_FIELDS if direction == Direction.CAREER else PROBLEM_FIELDS
    labels = {name: str(cast(Field, CaseVersion._meta.get_field(name)).verbose_name) for name in names}
    parts = [
        Part(name, labels[name][:1].upper() + labels[name][1:], getattr(version, name)) for name in names
    ]
    return [part for part in parts if part.text.strip()]


def _consultations(case: Case) -> list[Consultation]:
    query = case.consultations.select_related(
        "mentor__mentor_profile", "solution", "thanks", "review"
    ).prefetch_related("rounds__questions", "solution__options", "colleagues__colleague")
    return list(query.order_by("requested_at", "pk"))


def _reads(role: Role, own: Consultation | None, consultation: Consultation) -> bool:
    """Whether this reader sees what was said in a consultation.

    A second opinion is blind: its mentor sees the first only after answering, and the first mentor never sees
    the second, which the author alone compares.
    """
    if role in (Role.AUTHOR, Role.MODERATOR):
        return True
    if role == Role.COLLEAGUE:
        return consultation.state == ConsultationState.ACCEPTED
    if own is None:
        return False
    if consultation.pk == own.pk:
        return True
    return (
        own.opinion == Opinion.SECOND
        and own.state == ConsultationState.DELIVERED
        and consultation.state == ConsultationState.DELIVERED
    )


def _public_id(mentor) -> str:
    """Empty for a mentor whose account was closed: the page of that mentor is gone."""
    profile = getattr(mentor, "mentor_profile", None)
    return str(profile.public_id) if profile is not None else ""


def _version_turn(
    case: Case, version: CaseVersion, files: list[Attachment], role: Role, sees_author: bool
) -> Turn:
    own_files = [f for f in files if f.version_id == version.pk]
    facts = [
        version.get_subject_display(),
        version.grade,
        version.get_school_type_display(),
        _("years in the job: %(years)s") % {"years": version.years} if version.years is not None else "",
    ]
    body = VersionView(
        ordinal=version.ordinal,
        title=version.title,
        parts=parts_of(version, case.direction),
        facts=[str(fact) for fact in facts if fact],
        files=[_file(f, sees_author) for f in own_files],
    )
    speaker = _("You") if role == Role.AUTHOR else author_name(case, sees_author=sees_author)
    return Turn("version", "author", speaker, version.submitted_at, body)


def _file(attachment: Attachment, sees_name: bool) -> FileView:
    neutral = _("Attachment %(ordinal)s.%(extension)s") % {
        "ordinal": attachment.ordinal,
        "extension": attachment.extension,
    }
    name = attachment.original_name if sees_name and attachment.original_name else neutral
    return FileView(str(attachment.public_id), name, attachment.size)


def file_name_for(attachment: Attachment, reader) -> str:
    """The name under which this reader gets a file: its own, or a neutral one that tells nothing."""
    case = attachment.case
    role = reading_role(case, reader)
    own = attachment.uploader_id == reader.pk or role == Role.AUTHOR
    open_name = case.format == Format.PERSONAL and role in (Role.MENTOR, Role.MODERATOR)
    return _file(attachment, own or (open_name and attachment.solution_id is None)).name


def _mentor_speaker(consultation: Consultation, role: Role, reader) -> str:
    if consultation.mentor_id == reader.pk:
        return _("You")
    if role == Role.COLLEAGUE:
        return _("Mentor")
    return consultation.mentor.get_full_name() or _("Mentor")


def _consultation_turns(
    case: Case, c: Consultation, files: list[Attachment], role: Role, reader
) -> list[Turn]:
    speaker, turns = _mentor_speaker(c, role, reader), []
    if c.pre_question_at:
        body = QuestionView(QuestionKind.CLARIFYING, c.pre_question, c.pre_answer)
        turns.append(Turn("pre_question", "mentor", speaker, c.pre_question_at, body, c.opinion))
    for round_ in c.rounds.all():
        if round_.sent_at:
            turns.append(
                Turn("questions", "mentor", speaker, round_.sent_at, _questions(round_, role), c.opinion)
            )
    shows_thanks = role in (Role.AUTHOR, Role.MODERATOR) or c.mentor_id == reader.pk
    solution: Solution | None = getattr(c, "solution", None)
    if solution is not None and solution.sent_at:
        body = {
            "intro": solution.intro,
            "options": [
                OptionView(o.ordinal, o.title, o.step_list(), o.expected, o.risks, o.links)
                for o in solution.options.all()
            ],
            "files": [_file(f, role == Role.AUTHOR) for f in files if f.solution_id == solution.pk],
            "by_reader": c.mentor_id == reader.pk,
            "consultation": c.pk if role == Role.AUTHOR else None,
            # To the mentor who is thanked; another one who reads this solution is not.
            "thanks": c.thanks.text if shows_thanks and hasattr(c, "thanks") else None,
        }
        turns.append(Turn("solution", "mentor", speaker, solution.sent_at, body, c.opinion))
    if role == Role.MODERATOR or c.mentor_id == reader.pk:
        for opinion in c.colleagues.all():
            if opinion.answered_at:
                name = opinion.colleague.get_full_name()
                turns.append(
                    Turn("opinion", "colleague", name, opinion.answered_at, {"text": opinion.text}, c.opinion)
                )
    return turns


def _questions(round_: Round, role: Role) -> dict[str, Any]:
    """Answers reach the mentor when the author has sent them, not while they are being written."""
    shows = round_.answered_at is not None or role == Role.AUTHOR
    return {
        "ordinal": round_.ordinal,
        "outcome": round_.outcome,
        "answered": round_.answered_at is not None,
        "questions": [
            QuestionView(QuestionKind(q.kind), q.text, q.answer if shows else "")
            for q in round_.questions.all()
        ],
    }


PROCESS = {
    "submit", "request", "let_choose", "reroute", "accept", "decline", "expire", "take_over", "step_down",
    "release", "mentor_left", "keep", "complete", "second_opinion", "first_is_enough", "withdraw", "lapse",
    "reopen", "self_solved",
    "widened", "narrowed", "colleagues_allowed", "colleagues_stopped", "leave_asked", "leave_refused",
}  # fmt: skip


def _process_turns(
    case: Case, consultations: list[Consultation], role: Role, own: Consultation | None
) -> list[Turn]:
    """Small lines of what happened. A mentor reads those of the own consultation only."""
    seen = {c.pk: c for c in consultations}
    turns = []
    for entry in case.journal.filter(arrow__in=PROCESS).order_by("at", "pk"):
        if role in (Role.MENTOR, Role.COLLEAGUE) and (
            entry.consultation_id not in seen or entry.arrow == "submit"
        ):
            continue
        about = seen.get(entry.detail.get("consultation") or entry.consultation_id)
        name = (
            about.mentor.get_full_name() if about and role in (Role.AUTHOR, Role.MODERATOR) else _("Mentor")
        )
        turns.append(Turn("process", "portal", "", entry.at, {"arrow": entry.arrow, "mentor": name}))
    return turns


def _about(case: Case) -> list[str]:
    """What a personal case tells of its author."""
    profile = getattr(case.author, "mentee_profile", None)
    if profile is None:
        return []
    return [str(part) for part in (profile.get_subject_display(), profile.school, profile.region) if part]


def _is_my_move(case: Case, role: Role, own: Consultation | None) -> bool:
    if role == Role.AUTHOR:
        return case.move_by == "mentee"
    return role == Role.MENTOR and own is not None and own.is_open and case.move_by == "mentor"
