"""Hint questions of the rubrics, and the questions that a mentor really asked, in rounds."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import Outcome, QuestionKind


class HintQuestion(models.Model):
    """A question that moderators offer to mentors for cases of some rubrics."""

    rubrics = models.ManyToManyField("mentoring.Rubric", verbose_name=_("rubrics"), related_name="hints")
    kind = models.CharField(_("kind"), max_length=10, choices=QuestionKind.choices)
    text = models.TextField(_("text"), max_length=1000)
    active = models.BooleanField(_("offered"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("hint question")
        verbose_name_plural = _("hint questions")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text


class Round(models.Model):
    """One round of questions: a draft of the mentor's until sent, then of the author's until answered."""

    consultation = models.ForeignKey(
        "mentoring.Consultation", on_delete=models.CASCADE, related_name="rounds"
    )
    ordinal = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    version_after = models.ForeignKey(
        "mentoring.CaseVersion", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Counts saves: of the mentor's questions first, of the author's answers after them.
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("round of questions")
        verbose_name_plural = _("rounds of questions")
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "ordinal"], name="round_once"),
            models.UniqueConstraint(
                fields=["consultation"], condition=Q(answered_at__isnull=True), name="one_round_unanswered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation} · {self.ordinal}"


class Question(models.Model):
    """A question as sent, with its answer. `hint` tells which hint it grew from."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="questions")
    ordinal = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=10, choices=QuestionKind.choices)
    text = models.TextField(_("question"), max_length=2000)
    hint = models.ForeignKey(
        HintQuestion, null=True, blank=True, on_delete=models.SET_NULL, related_name="uses"
    )
    answer = models.TextField(_("answer"), blank=True, max_length=10_000)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["ordinal"]
        constraints = [models.UniqueConstraint(fields=["round", "ordinal"], name="question_once")]

    def __str__(self) -> str:
        return self.text
