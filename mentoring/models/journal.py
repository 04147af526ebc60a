"""The append-only timeline of a case, and the record of who looked at which identity."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AppendOnly(models.Model):
    """A row that is written once. The database's owner can still erase it; the product cannot."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Insert only."""
        if not self._state.adding:
            raise TypeError("a journal row is never changed")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Refuse."""
        raise TypeError("a journal row is never deleted")


class JournalEntry(AppendOnly):
    """One deed on a case: an arrow of the workflow, or what a clock did. `detail` holds no text of people."""

    case = models.ForeignKey("mentoring.Case", on_delete=models.CASCADE, related_name="journal")
    at = models.DateTimeField(default=timezone.now)
    arrow = models.CharField(max_length=40)
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    role = models.CharField(max_length=12)
    consultation = models.ForeignKey(
        "mentoring.Consultation", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    detail = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.case} · {self.arrow}"


class IdentityLook(AppendOnly):
    """Somebody of the staff looked at who an author is."""

    case = models.ForeignKey("mentoring.Case", on_delete=models.CASCADE, related_name="looks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("look at an identity")
        verbose_name_plural = _("looks at identities")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.case}"
