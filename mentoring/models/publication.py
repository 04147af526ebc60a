"""A case on its way to the library: the detached public copy, and the moderator's private work on it."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import CommentaryState, Direction, Experience, PublicationStatus, Stage, Subject, Verdict


def new_key() -> str:
    """An address that tells neither the number of the case nor the order of publication."""
    return secrets.token_hex(6)


class PublicCase(models.Model):
    """What the public may read of a case. It knows neither the case nor its author, so nothing leads back from it.

    `content` holds the texts: `situation`, `tried`, `question`, `reformulated` (str), `clarifications`
    (list of {question, kind, answer}), `options` (list of {title, steps, expected, risks}), `commentaries`
    (list of {role, text}). Title, summary and content are written by `privacy.publication` only, and never after
    the author's approval.
    """

    key = models.CharField(max_length=12, unique=True, default=new_key, editable=False)
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=PublicationStatus.choices,
        default=PublicationStatus.PREPARING,
        editable=False,
    )
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    content = models.JSONField(_("texts"), default=dict)
    direction = models.CharField(_("direction"), max_length=10, choices=Direction.choices)
    rubrics = models.ManyToManyField(
        "mentoring.Rubric", verbose_name=_("rubrics"), related_name="public_cases", blank=True
    )
    subject = models.CharField(_("subject"), max_length=20, choices=Subject.choices, blank=True)
    stage = models.CharField(_("stage of schooling"), max_length=12, choices=Stage.choices, blank=True)
    experience = models.CharField(_("experience"), max_length=4, choices=Experience.choices, blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    # «Попробовали 7, помогло 5»: counted from the three-week answers, shown beside the case.
    tried_count = models.PositiveIntegerField(_("tried it"), default=0)
    helped_count = models.PositiveIntegerField(_("it helped"), default=0)
    # Of the texts that the author approved. What is published must still have it.
    digest = models.CharField(max_length=64, blank=True, editable=False)
    # Words of editors' own texts that were looked at and identify nobody; a case of the portal has rulings instead.
    cleared = models.JSONField(default=list, blank=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("public case")
        verbose_name_plural = _("public cases")
        constraints = [
            models.CheckConstraint(
                name="public_case_helped_within_tried",
                condition=Q(helped_count__lte=models.F("tried_count")),
            ),
            models.CheckConstraint(
                name="published_case_has_digest",
                condition=~Q(status=PublicationStatus.PUBLISHED) | ~Q(digest=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Deidentification(models.Model):
    """The moderator's work on one case: the originals, the rulings and the author's word. Never leaves the desk."""

    public_case = models.OneToOneField(
        PublicCase, on_delete=models.CASCADE, related_name="deidentification", verbose_name=_("public case")
    )
    # Empty after the case was erased: the public copy stays, and nothing leads back from it.
    case = models.OneToOneField(
        "mentoring.Case", null=True, on_delete=models.SET_NULL, related_name="deidentification"
    )
    # The texts as they were, under the same names as in the public copy; emptied when the way back must be closed.
    originals = models.JSONField(default=dict)
    # Counts saves, so that of two moderators the later one is told instead of overwriting.
    revision = models.PositiveIntegerField(default=0, editable=False)
    # Texts, facets and rulings before the last steps, so that each can be taken back.
    undo = models.JSONField(default=list, editable=False)
    open_suspicions = models.PositiveIntegerField(_("open suspicions"), default=0, editable=False)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    saved_at = models.DateTimeField(auto_now=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_to_author_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    # Why the author said no: for the moderator, who mends it and asks again.
    author_words = models.TextField(_("the author's words"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("de-identification")
        verbose_name_plural = _("de-identifications")
        permissions = [("publish_case", _("Can de-identify cases and publish them in the library"))]

    def __str__(self) -> str:
        return self.public_case.title


class Commentary(models.Model):
    """A colleague is asked for a few words on a de-identified case, and reads nothing else of it.

    What was written goes into the case only by a moderator's hand, under the role and never the name.
    """

    key = models.CharField(max_length=12, unique=True, default=new_key, editable=False)
    deidentification = models.ForeignKey(
        Deidentification, on_delete=models.CASCADE, related_name="commentaries"
    )
    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="commentaries"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(
        max_length=8, choices=CommentaryState.choices, default=CommentaryState.ASKED, editable=False
    )
    role = models.CharField(_("who speaks, without a name"), max_length=80, blank=True)
    text = models.TextField(_("commentary"), max_length=1500, blank=True)
    # Counts saves, as in a version of a case.
    revision = models.PositiveIntegerField(default=0, editable=False)
    asked_at = models.DateTimeField(default=timezone.now)
    # Empty once the colleague was reminded.
    remind_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("commentary")
        verbose_name_plural = _("commentaries")
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["deidentification", "colleague"], name="commentary_asked_once")
        ]

    def __str__(self) -> str:
        return self.key


class Ruling(models.Model):
    """What a moderator decided about one fragment, wherever it occurs in the case."""

    deidentification = models.ForeignKey(Deidentification, on_delete=models.CASCADE, related_name="rulings")
    # As found, with case and ё folded: one person in one form is ruled on once.
    fragment = models.CharField(max_length=300)
    label = models.CharField(max_length=12)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    replacement = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("ruling")
        verbose_name_plural = _("rulings")
        constraints = [
            models.UniqueConstraint(fields=["deidentification", "fragment", "label"], name="ruled_once")
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.get_verdict_display()}"
