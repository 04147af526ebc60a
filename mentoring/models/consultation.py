"""A mentor's part in a case, what was proposed before it, and colleagues asked during it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import OPEN_CONSULTATION, ConsultationState, Opinion, Slot


class Proposal(models.Model):
    """One of the five as it was shown, kept so that fairness can be counted."""

    case = models.ForeignKey("mentoring.Case", on_delete=models.CASCADE, related_name="proposals")
    round = models.PositiveSmallIntegerField()
    rank = models.PositiveSmallIntegerField()
    mentor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    slot = models.CharField(max_length=10, choices=Slot.choices)
    reasons = models.JSONField(default=dict)
    promised_at = models.DateTimeField()
    shown_at = models.DateTimeField(default=timezone.now)
    chosen = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("proposed mentor")
        verbose_name_plural = _("proposed mentors")
        ordering = ["round", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["case", "round", "rank"], name="proposal_rank_once"),
            models.UniqueConstraint(fields=["case", "round", "mentor"], name="proposal_mentor_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case} · {self.round}.{self.rank}"


class Consultation(models.Model):
    """One mentor's part: asked, then accepted, declined or expired, then delivered or left."""

    case = models.ForeignKey("mentoring.Case", on_delete=models.CASCADE, related_name="consultations")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    mentor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="consultations"
    )
    opinion = models.CharField(max_length=8, choices=Opinion.choices, default=Opinion.FIRST)
    state = models.CharField(
        max_length=14, choices=ConsultationState.choices, default=ConsultationState.REQUESTED
    )
    requested_at = models.DateTimeField(default=timezone.now)
    promised_at = models.DateTimeField(_("promised answer"), null=True, blank=True)
    opened_at = models.DateTimeField(_("read by the mentor"), null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    first_answer_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True, max_length=2000)
    suggested = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    private_notes = models.TextField(_("private notes"), blank=True, max_length=10_000)
    # Counts the saves of the notes, so that of two tabs the later cannot silently overwrite the newer text.
    notes_revision = models.PositiveIntegerField(default=0, editable=False)
    # «Сначала спрошу»: one question before owning the case.
    pre_question = models.TextField(_("question before accepting"), blank=True, max_length=2000)
    pre_question_at = models.DateTimeField(null=True, blank=True)
    pre_answer = models.TextField(_("answer"), blank=True, max_length=4000)
    pre_answer_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ["requested_at"]
        indexes = [models.Index(fields=["mentor", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=OPEN_CONSULTATION), name="one_open_consultation"
            ),
            models.UniqueConstraint(
                fields=["case", "opinion"],
                condition=Q(state=ConsultationState.DELIVERED),
                name="each_opinion_delivered_once",
            ),
            models.CheckConstraint(name="consultant_is_not_author", condition=~Q(mentor=models.F("author"))),
        ]

    def __str__(self) -> str:
        return f"{self.case} · {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether the mentor still has the case in hand or in question."""
        return self.state in OPEN_CONSULTATION


class HalfWritten(models.Model):
    """What a mentor has begun to write before an arrow and has not sent; gone when it is sent or all is over."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="half_written")
    arrow = models.CharField(max_length=20)
    text = models.TextField(_("what was begun"), blank=True, max_length=2000)
    # Counts saves, as in a version of a case.
    revision = models.PositiveIntegerField(default=0, editable=False)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("half-written answer")
        verbose_name_plural = _("half-written answers")
        constraints = [
            models.UniqueConstraint(fields=["consultation", "arrow"], name="half_written_once_for_each_arrow")
        ]

    def __str__(self) -> str:
        return f"{self.consultation} · {self.arrow}"


class ColleagueOpinion(models.Model):
    """«Узнать мнение коллеги»: a named colleague sees the case until the consultation ends."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="colleagues")
    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="colleague_opinions"
    )
    question = models.TextField(_("what to ask"), blank=True, max_length=2000)
    invited_at = models.DateTimeField(default=timezone.now)
    text = models.TextField(_("opinion"), blank=True, max_length=10_000)
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # Counts saves, as in a version of a case.
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("colleague's opinion")
        verbose_name_plural = _("colleagues' opinions")
        ordering = ["invited_at"]
        constraints = [models.UniqueConstraint(fields=["consultation", "colleague"], name="colleague_once")]

    def __str__(self) -> str:
        return f"{self.consultation} · {self.pk}"


class ChatMessage(models.Model):
    """One message of the personal format's chat. `ordinal` counts within the case and is what pages may show."""

    case = models.ForeignKey("mentoring.Case", on_delete=models.CASCADE, related_name="messages")
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="messages")
    ordinal = models.PositiveIntegerField()
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("message"), blank=True, max_length=settings.CHAT_MESSAGE_MAX)
    sent_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    idempotency_key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["ordinal"]
        constraints = [models.UniqueConstraint(fields=["case", "ordinal"], name="message_once")]

    def __str__(self) -> str:
        return f"{self.case} · {self.ordinal}"
