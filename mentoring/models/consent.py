"""Leaves that an author gave or was asked for: nothing widens without one."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Leave(models.TextChoices):
    """What may be widened."""

    PERSONAL = "personal", _("Show my name to the mentor")
    COLLEGIAL = "collegial", _("Show the case to colleagues")


class LeaveRequest(models.Model):
    """A mentor asks; the author answers once. An author's own widening is recorded as answered at once."""

    case = models.ForeignKey("mentoring.Case", on_delete=models.CASCADE, related_name="leave_requests")
    leave = models.CharField(max_length=10, choices=Leave.choices)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    why = models.TextField(_("why"), blank=True, max_length=2000)
    asked_at = models.DateTimeField(default=timezone.now)
    granted = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("leave to widen")
        verbose_name_plural = _("leaves to widen")
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "leave"], condition=Q(answered_at__isnull=True), name="one_leave_asked"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} · {self.leave}"
