"""Who may reach a case, and what each reader gets of it. Absent and forbidden answer alike."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.http import Http404

from .enums import ConsultationState, Format, Role, State
from .models import Attachment, Case, ColleagueOpinion, Consultation

# A mentor reads a case while asked, while working and after answering; who passed it on reads it no more.
READING = (ConsultationState.REQUESTED, ConsultationState.ACCEPTED, ConsultationState.DELIVERED)
MODERATE = "mentoring.moderate_case"


def is_moderator(user) -> bool:
    """Whether the user sees the history of every case."""
    return user is not None and user.is_active and user.has_perm(MODERATE)


def role_in(case: Case, user) -> Role:
    """What a user is to a case. None is the portal itself; the author comes before every other role.

    Who is not signed in, or whose account was closed, is a stranger to every case.
    """
    if user is None:
        return Role.PORTAL
    if user.pk is None or not user.is_active:
        return Role.STRANGER
    if case.author_id == user.pk:
        return Role.AUTHOR
    if case.mentor_id == user.pk:
        return Role.MENTOR
    if _asked_colleague(case, user).exists():
        return Role.COLLEAGUE
    if is_moderator(user):
        return Role.MODERATOR
    return Role.STRANGER


def consultation_of(case: Case, user) -> Consultation | None:
    """The user's own consultation of this case that still lets the user read, newest first."""
    return case.consultations.filter(mentor=user, state__in=READING).order_by("-requested_at").first()


def reading_role(case: Case, user) -> Role:
    """As `role_in`, but a mentor of an earlier opinion still reads what was said during it."""
    return part_in(case, user)[0]


def part_in(
    case: Case, user, consultations: Iterable[Consultation] | None = None
) -> tuple[Role, Consultation | None]:
    """The reading role and, for a mentor, the own consultation that lets the mentor read.

    `consultations` are all those of the case, oldest first, where the caller has fetched them already.
    """
    role = role_in(case, user)
    if user is None or user.pk is None or not user.is_active:
        return role, None
    if role not in (Role.MENTOR, Role.STRANGER, Role.MODERATOR):
        return role, None
    if consultations is None:
        own = consultation_of(case, user)
    else:
        mine = [c for c in consultations if c.mentor_id == user.pk and c.state in READING]
        own = mine[-1] if mine else None
    if own is not None:
        return Role.MENTOR, own
    if role == Role.MENTOR:
        return (Role.MODERATOR if is_moderator(user) else Role.STRANGER), None
    return role, None


def readable_by(user):
    """The cases that a user may open, as a queryset. Drafts are their author's alone."""
    if not user.is_authenticated:
        return Case.objects.none()
    mine = Q(author=user) & ~Q(state=State.DELETED)
    own = Consultation.objects.filter(case=OuterRef("pk"), mentor=user, state__in=READING)
    asked = ColleagueOpinion.objects.filter(
        consultation__case=OuterRef("pk"),
        colleague=user,
        ended_at__isnull=True,
        consultation__case__collegial=True,
    )
    others = Q(Exists(own)) | Q(Exists(asked))
    if is_moderator(user):
        others |= ~Q(state__in=[State.DRAFT, State.DELETED])
    return Case.objects.filter(mine | others)


def get_case_for(user, number: str) -> Case:
    """The case with this number if the user may open it. Raises Http404 otherwise, whatever the reason."""
    case = readable_by(user).select_related("author", "mentor").filter(number=number).first()
    if case is None:
        raise Http404
    return case


def get_case_as(user, number: str, *roles: Role) -> Case:
    """As `get_case_for`, and the user must be one of these to the case."""
    case = get_case_for(user, number)
    if reading_role(case, user) not in roles:
        raise Http404
    return case


def get_attachment_for(user, number: str, public_id) -> Attachment:
    """An attachment of the part of a case that this reader sees. Raises Http404."""
    case = get_case_for(user, number)
    attachment = case.attachments.filter(public_id=public_id).select_related(
        "version", "solution__consultation", "message__consultation"
    ).first()  # fmt: skip
    if attachment is None or not _may_read_attachment(case, attachment, user):
        raise Http404
    return attachment


def _may_read_attachment(case: Case, attachment: Attachment, user) -> bool:
    role = reading_role(case, user)
    if role in (Role.AUTHOR, Role.MODERATOR):
        unsent = attachment.solution_id and attachment.solution.sent_at is None
        return not unsent or attachment.uploader_id == user.pk
    if attachment.message_id:
        # The chat is closed by narrowing, with its files.
        return case.format == Format.PERSONAL and attachment.message.consultation.mentor_id == user.pk
    if attachment.solution_id:
        return attachment.solution.consultation.mentor_id == user.pk
    return attachment.version is not None and attachment.version.submitted_at is not None


def _asked_colleague(case: Case, user):
    """The user's running opinions as a colleague. Without the author's leave there are none."""
    if not case.collegial:
        return ColleagueOpinion.objects.none()
    return ColleagueOpinion.objects.filter(consultation__case=case, colleague=user, ended_at__isnull=True)
