"""«Возможное решение»: one or several options that a mentor offers."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Solution(models.Model):
    """One consultation has one solution: written in place until `sent_at`, frozen afterwards."""

    consultation = models.OneToOneField(
        "mentoring.Consultation", on_delete=models.CASCADE, related_name="solution"
    )
    intro = models.TextField(_("a word before"), blank=True, max_length=10_000)
    started_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(auto_now=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("solution")
        verbose_name_plural = _("solutions")

    def __str__(self) -> str:
        return f"{self.consultation}"


class SolutionOption(models.Model):
    """One way out, with steps (a line each), the expected result and the risks."""

    solution = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="options")
    ordinal = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=200, blank=True)
    steps = models.TextField(_("steps"), blank=True, max_length=10_000)
    expected = models.TextField(_("expected result"), blank=True, max_length=4000)
    risks = models.TextField(_("risks"), blank=True, max_length=4000)
    links = models.TextField(_("links"), blank=True, max_length=2000)

    class Meta:
        verbose_name = _("option")
        verbose_name_plural = _("options")
        ordering = ["ordinal"]
        constraints = [models.UniqueConstraint(fields=["solution", "ordinal"], name="option_once")]

    def __str__(self) -> str:
        return self.title

    def step_list(self) -> list[str]:
        """The steps, a line each, empty lines dropped."""
        return [line.strip() for line in self.steps.splitlines() if line.strip()]
