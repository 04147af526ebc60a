"""Mentee and mentor as the cases know them. Sign-in and roles live above, in `accounts`."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import MentorStatus, SchoolType, Settlement, Stage, Subject


def school_key(name: str) -> str:
    """A school's name reduced to what two people would write alike: letters and digits, lower case, ё as е."""
    return "".join(c for c in name.casefold().replace("ё", "е") if c.isalnum())


class MenteeProfile(models.Model):
    """What a young teacher tells of the job. Prefills cases; never shown to a mentor in the anonymous format."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mentee_profile"
    )
    subject = models.CharField(_("subject"), max_length=20, choices=Subject.choices, blank=True)
    stage = models.CharField(_("stage of schooling"), max_length=12, choices=Stage.choices, blank=True)
    years = models.PositiveSmallIntegerField(_("years in the job"), null=True, blank=True)
    region = models.CharField(_("region"), max_length=80, blank=True)
    settlement = models.CharField(_("settlement"), max_length=10, choices=Settlement.choices, blank=True)
    school = models.CharField(_("school"), max_length=200, blank=True)
    school_type = models.CharField(_("type of school"), max_length=15, choices=SchoolType.choices, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("mentee's profile")
        verbose_name_plural = _("mentees' profiles")

    def __str__(self) -> str:
        return str(self.user)


class MentorQuerySet(models.QuerySet):
    """Questions one asks of the mentors."""

    def approved(self):
        """Those who may be proposed at all."""
        return self.filter(status=MentorStatus.APPROVED, user__is_active=True)

    def with_free_place(self):
        """Those who carry less than they agreed to."""
        return self.filter(load__lt=models.F("capacity"))


class MentorProfile(models.Model):
    """An expert and the terms on which this expert helps. `load` counts open consultations and moves with them."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mentor_profile"
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    status = models.CharField(
        _("status"), max_length=10, choices=MentorStatus.choices, default=MentorStatus.APPLIED
    )
    is_external = models.BooleanField(_("external expert"), default=False)
    position = models.CharField(_("position"), max_length=200)
    about = models.TextField(_("about yourself"), blank=True, max_length=2000)
    workplace = models.CharField(_("place of work"), max_length=200, blank=True)
    region = models.CharField(_("region"), max_length=80, blank=True)
    rubrics = models.ManyToManyField("mentoring.Rubric", verbose_name=_("rubrics"), related_name="mentors")
    subjects = models.JSONField(_("subjects"), default=list, blank=True)
    stages = models.JSONField(_("stages of schooling"), default=list, blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("how many cases at once"), default=3, help_text=_("Requests and cases in work together.")
    )
    load = models.PositiveSmallIntegerField(_("open consultations"), default=0, editable=False)
    pace_hours = models.FloatField(
        _("typical reply, hours"),
        default=36,
        editable=False,
        help_text=_("Working hours to the first real answer, a moving average of this mentor's own."),
    )
    usefulness = models.FloatField(
        _("usefulness"), default=0.5, editable=False, help_text=_("From 0 to 1, smoothed towards 0.5.")
    )
    helped = models.PositiveIntegerField(_("cases helped"), default=0, editable=False)
    silences = models.PositiveIntegerField(_("requests left unanswered"), default=0, editable=False)
    last_request_at = models.DateTimeField(_("last request"), null=True, blank=True, editable=False)
    applied_at = models.DateTimeField(_("applied"), default=timezone.now, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = MentorQuerySet.as_manager()

    class Meta:
        verbose_name = _("mentor")
        verbose_name_plural = _("mentors")
        indexes = [models.Index(fields=["status", "load"])]
        constraints = [
            models.CheckConstraint(name="mentor_capacity_bounded", condition=models.Q(capacity__lte=50)),
            models.CheckConstraint(
                name="mentor_pace_positive", condition=models.Q(pace_hours__gt=0, usefulness__range=(0, 1))
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def free_places(self) -> int:
        """How many more cases this mentor takes now, never negative."""
        return max(self.capacity - self.load, 0)

    def subject_labels(self) -> list[str]:
        """The subjects in words."""
        return [Subject(code).label for code in self.subjects if code in Subject.values]

    def stage_labels(self) -> list[str]:
        """The stages in words."""
        return [Stage(code).label for code in self.stages if code in Stage.values]


class MentorPause(models.Model):
    """Days on which a mentor is not to be disturbed, both ends included."""

    mentor = models.ForeignKey(MentorProfile, on_delete=models.CASCADE, related_name="pauses")
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"))

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        ordering = ["first_day"]
        indexes = [models.Index(fields=["last_day", "first_day"])]
        constraints = [
            models.CheckConstraint(
                name="pause_ends_after_start", condition=models.Q(last_day__gte=models.F("first_day"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_day}–{self.last_day}"


class Exclusion(models.Model):
    """`owner` does not want to meet `other` in a case. Told to nobody; a report adds the reason for moderators.

    A row for each case: if the author of a second case made no row of its own, the list would tell a mentor
    that the two anonymous authors are one.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exclusions")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="excluded_by")
    case = models.ForeignKey(
        "mentoring.Case", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    report = models.TextField(_("what happened"), blank=True, max_length=4000)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("excluded pair")
        verbose_name_plural = _("excluded pairs")
        constraints = [
            models.UniqueConstraint(fields=["owner", "other", "case"], name="exclusion_once_in_a_case"),
            models.CheckConstraint(name="exclusion_of_another", condition=~models.Q(owner=models.F("other"))),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class TextModule(models.Model):
    """A mentor's own piece of text to be reused in questions and solutions."""

    mentor = models.ForeignKey(MentorProfile, on_delete=models.CASCADE, related_name="text_modules")
    title = models.CharField(_("title"), max_length=100)
    text = models.TextField(_("text"), max_length=10_000)

    class Meta:
        verbose_name = _("text module")
        verbose_name_plural = _("text modules")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title
