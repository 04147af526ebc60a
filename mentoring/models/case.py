"""The case: one situation of one teacher, its versions and its files."""

import secrets
import uuid

from django.conf import settings
from django.core.files.storage import storages
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import Closing, Direction, Format, IfUnavailable, Party, SchoolType, State, Subject, Urgency

TITLE = settings.CASE_TITLE_MAX
TEXT = settings.CASE_TEXT_MAX


class CaseNumber(models.Model):
    """The ledger of numbers ever given, so that none is given twice, whatever becomes of the case."""

    value = models.CharField(max_length=16, primary_key=True)

    def __str__(self) -> str:
        return self.value


def new_number(year: int | None = None) -> str:
    """A number never used before, as `2026-000123` (shown with the letter К before it).

    The six digits are drawn at random: numbers in a row would tell a mentor which cases were filed one after
    the other, perhaps by one author. After 20 misses in a row the year is nearly full and a digit is added.
    """
    year = year or timezone.localdate().year
    for attempt in range(60):
        digits = 6 + attempt // 20
        value = f"{year}-{secrets.randbelow(10**digits):0{digits}d}"
        try:
            with transaction.atomic():
                CaseNumber.objects.create(value=value)
        except IntegrityError:
            continue
        return value
    raise RuntimeError("no free case number")


class CaseQuerySet(models.QuerySet):
    """Questions one asks of the cases."""

    def of_author(self, user):
        """Cases filed by a user, deleted drafts left out."""
        return self.filter(author=user).exclude(state=State.DELETED)

    def of_mentor(self, user):
        """Cases in which the user has or had a part as a mentor."""
        return self.filter(consultations__mentor=user).distinct()

    def waiting_for(self, user):
        """Cases in which the next move is this user's."""
        return self.filter(
            Q(move_by=Party.MENTEE, author=user) | Q(move_by=Party.MENTOR, mentor=user)
        ).exclude(state=State.DELETED)

    def due(self, now):
        """Cases whose clock has something to do."""
        return self.filter(next_tick_at__lte=now)


class Case(models.Model):
    """One situation. `state` is set by `workflow.advance` and by nothing else."""

    number = models.CharField(_("number"), max_length=16, unique=True, default=new_number, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), on_delete=models.PROTECT, related_name="cases"
    )
    direction = models.CharField(_("direction"), max_length=10, choices=Direction.choices)
    rubrics = models.ManyToManyField(
        "mentoring.Rubric", verbose_name=_("rubrics"), related_name="cases", blank=True
    )
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.DRAFT, editable=False
    )
    format = models.CharField(_("format"), max_length=10, choices=Format.choices, default=Format.ANONYMOUS)
    collegial = models.BooleanField(
        _("colleagues may be asked"),
        default=False,
        help_text=_("Other mentors see the case under the same format."),
    )
    contact = models.CharField(_("contact of the author's choice"), max_length=200, blank=True)
    urgency = models.CharField(_("urgency"), max_length=8, choices=Urgency.choices, default=Urgency.SOON)
    if_unavailable = models.CharField(
        _("if the mentor cannot"), max_length=10, choices=IfUnavailable.choices, default=IfUnavailable.ASK_ME
    )
    mentor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("mentor now"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mentored_cases",
    )
    follow_up_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="follow_ups"
    )
    second_opinion_at = models.DateTimeField(_("second opinion asked"), null=True, blank=True)
    closing = models.CharField(_("how it ended"), max_length=12, choices=Closing.choices, blank=True)

    move_by = models.CharField(
        _("whose move"), max_length=8, choices=Party.choices, default=Party.MENTEE, blank=True
    )
    move_since = models.DateTimeField(_("since when"), default=timezone.now, editable=False)
    due_at = models.DateTimeField(_("until when"), null=True, blank=True)
    next_tick_at = models.DateTimeField(_("next deed of the clock"), null=True, blank=True)
    ticks = models.PositiveSmallIntegerField(_("deeds of the clock in this state"), default=0)
    stuck_since = models.DateTimeField(_("stuck since"), null=True, blank=True)

    # Counts arrows; a page remembers the count it was drawn at, so that a stale or doubled click is seen.
    revision = models.PositiveIntegerField(default=0, editable=False)
    closed_from = models.CharField(max_length=12, choices=State.choices, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    state_since = models.DateTimeField(default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True, editable=False)
    completed_at = models.DateTimeField(_("completed"), null=True, blank=True, editable=False)
    # The key that a form carries, so that a doubled submit finds the case that the first one made.
    idempotency_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        permissions = [
            ("moderate_case", _("Can see the whole history of every case")),
            ("reveal_author", _("Can look at who the author of an anonymous case is")),
        ]
        indexes = [
            models.Index(fields=["author", "-created_at"]),
            models.Index(fields=["mentor", "state"]),
            models.Index(
                fields=["next_tick_at"], condition=Q(next_tick_at__isnull=False), name="case_next_tick"
            ),
            models.Index(fields=["stuck_since"], condition=Q(stuck_since__isnull=False), name="case_stuck"),
            models.Index(fields=["state", "-created_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="case_mentor_is_not_author",
                condition=Q(mentor__isnull=True) | ~Q(mentor=models.F("author")),
            ),
            models.CheckConstraint(
                name="case_with_mentor_in_work",
                condition=~Q(state__in=[State.AWAITING, State.IN_WORK]) | Q(mentor__isnull=False),
            ),
            models.CheckConstraint(
                name="case_submitted_has_date",
                condition=Q(state__in=[State.DRAFT, State.DELETED]) | Q(submitted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The number as people read it: К-2026-000123."""
        return f"\N{CYRILLIC CAPITAL LETTER KA}-{self.number}"

    @property
    def is_anonymous(self) -> bool:
        """Whether mentors must not learn who the author is."""
        return self.format == Format.ANONYMOUS

    def latest_version(self) -> "CaseVersion | None":
        """The newest version that was sent, or None for a draft."""
        return self.versions.filter(submitted_at__isnull=False).order_by("-ordinal").first()

    def draft_version(self) -> "CaseVersion | None":
        """The version being written, if any."""
        return self.versions.filter(submitted_at__isnull=True).first()


class CaseVersion(models.Model):
    """The structured description. Written in place while a draft (`submitted_at` empty), frozen afterwards."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="versions")
    ordinal = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=TITLE, blank=True)
    # Problem
    situation = models.TextField(_("what happened"), max_length=TEXT, blank=True)
    participants = models.TextField(_("who takes part"), max_length=2000, blank=True)
    tried = models.TextField(_("what was already tried"), max_length=TEXT, blank=True)
    wanted = models.TextField(_("what result is wanted"), max_length=TEXT, blank=True)
    # Career
    position = models.TextField(_("present position"), max_length=TEXT, blank=True)
    wanted_track = models.TextField(_("wanted track"), max_length=TEXT, blank=True)
    done = models.TextField(_("what has been done"), max_length=TEXT, blank=True)
    obstacles = models.TextField(_("obstacles"), max_length=TEXT, blank=True)
    # Both
    question = models.TextField(_("question to the mentor"), max_length=TEXT, blank=True)
    subject = models.CharField(_("subject"), max_length=20, choices=Subject.choices, blank=True)
    grade = models.CharField(_("grade"), max_length=60, blank=True)
    school_type = models.CharField(_("type of school"), max_length=15, choices=SchoolType.choices, blank=True)
    years = models.PositiveSmallIntegerField(_("years in the job"), null=True, blank=True)
    context = models.TextField(_("anything else of the circumstances"), max_length=2000, blank=True)

    started_at = models.DateTimeField(default=timezone.now, editable=False)
    saved_at = models.DateTimeField(auto_now=True)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Counts saves, so that of two tabs the later cannot silently overwrite the newer text.
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("version of a case")
        verbose_name_plural = _("versions of cases")
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["case", "ordinal"], name="version_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(submitted_at__isnull=True), name="one_version_being_written"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} · {self.ordinal}"


def private_storage():
    """Where attachments live: outside every public address."""
    return storages["private"]


class Attachment(models.Model):
    """A checked, re-encoded file of a case. The stored name is random; the original one is for those who may see it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="attachments")
    uploader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(
        CaseVersion, null=True, blank=True, on_delete=models.CASCADE, related_name="attachments"
    )
    solution = models.ForeignKey(
        "mentoring.Solution", null=True, blank=True, on_delete=models.CASCADE, related_name="attachments"
    )
    message = models.ForeignKey(
        "mentoring.ChatMessage", null=True, blank=True, on_delete=models.CASCADE, related_name="attachments"
    )
    ordinal = models.PositiveSmallIntegerField()
    file = models.FileField(storage=private_storage, max_length=120)
    original_name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["ordinal"]
        constraints = [models.UniqueConstraint(fields=["case", "ordinal"], name="attachment_once")]

    def __str__(self) -> str:
        return f"{self.case} · {self.ordinal}"

    @property
    def extension(self) -> str:
        """Extension of the stored file, without the dot."""
        return self.file.name.rsplit(".", 1)[-1]
