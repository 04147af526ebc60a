"""What the author takes away: the sheet, the question three weeks later, thanks, and the private review."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import AnswerKind, Tried, Usefulness


class ReflectionQuestion(models.Model):
    """A question of the sheet, curated by moderators. Answers keep the wording they were given to."""

    slug = models.SlugField(_("short name"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=6, choices=AnswerKind.choices, default=AnswerKind.TEXT)
    text = models.CharField(_("question"), max_length=300)
    help = models.CharField(_("hint below"), max_length=300, blank=True)
    low_label = models.CharField(_("words at 1"), max_length=60, blank=True)
    high_label = models.CharField(_("words at 5"), max_length=60, blank=True)
    choices = models.JSONField(_("choices"), default=list, blank=True)
    required = models.BooleanField(_("required"), default=False)
    active = models.BooleanField(_("asked"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("reflection question")
        verbose_name_plural = _("reflection questions")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text


class ReflectionSheet(models.Model):
    """One per case; half-filled until `finished_at`."""

    case = models.OneToOneField("mentoring.Case", on_delete=models.CASCADE, related_name="reflection")
    usefulness = models.CharField(max_length=10, choices=Usefulness.choices, blank=True)
    may_publish = models.BooleanField(null=True)
    taken_from_first = models.TextField(_("what I take from the first opinion"), blank=True, max_length=4000)
    taken_from_second = models.TextField(
        _("what I take from the second opinion"), blank=True, max_length=4000
    )
    started_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(auto_now=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # Counts saves, so that of two tabs the later cannot silently overwrite the newer text.
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("reflection sheet")
        verbose_name_plural = _("reflection sheets")

    def __str__(self) -> str:
        return f"{self.case}"


class ReflectionAnswer(models.Model):
    """One answer, with the question's wording at that time."""

    sheet = models.ForeignKey(ReflectionSheet, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(ReflectionQuestion, on_delete=models.PROTECT, related_name="answers")
    wording = models.CharField(max_length=300)
    value = models.TextField(max_length=4000, blank=True)

    class Meta:
        verbose_name = _("reflection answer")
        verbose_name_plural = _("reflection answers")
        ordering = ["question__order", "pk"]
        constraints = [models.UniqueConstraint(fields=["sheet", "question"], name="answer_once")]

    def __str__(self) -> str:
        return self.value


class AfterCheck(models.Model):
    """Three weeks later: did you try it, and what came of it."""

    case = models.OneToOneField("mentoring.Case", on_delete=models.CASCADE, related_name="after_check")
    ask_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=6, choices=Tried.choices, blank=True)
    text = models.TextField(_("what came of it"), blank=True, max_length=4000)
    helped = models.BooleanField(_("it helped"), null=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("question after three weeks")
        verbose_name_plural = _("questions after three weeks")
        indexes = [models.Index(fields=["asked_at", "ask_at"])]

    def __str__(self) -> str:
        return f"{self.case}"


class Thanks(models.Model):
    """A «спасибо» from the author to the mentor, once per consultation."""

    consultation = models.OneToOneField(
        "mentoring.Consultation", on_delete=models.CASCADE, related_name="thanks"
    )
    text = models.TextField(_("a word of thanks"), blank=True, max_length=1000)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("thanks")
        verbose_name_plural = _("thanks")

    def __str__(self) -> str:
        return f"{self.consultation}"


class MentorReview(models.Model):
    """A private word on the mentor's work. Read by the lab, never by the mentor."""

    consultation = models.OneToOneField(
        "mentoring.Consultation", on_delete=models.CASCADE, related_name="review"
    )
    mark = models.PositiveSmallIntegerField(_("mark from 1 to 5"), null=True, blank=True)
    text = models.TextField(_("review"), max_length=4000)
    created_at = models.DateTimeField(default=timezone.now)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("private review")
        verbose_name_plural = _("private reviews")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.consultation}"
