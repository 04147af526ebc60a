"""What readers keep for themselves and what they say of a page."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SavedItem(models.Model):
    """A page that a reader keeps at hand."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_items")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="savings")
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("saved item")
        verbose_name_plural = _("saved items")
        constraints = [models.UniqueConstraint(fields=["user", "page"], name="saved_once")]

    def __str__(self) -> str:
        return str(self.page)


class Mark(models.Model):
    """«Помогло» or «не помогло»: one word of one reader about one page."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="library_marks")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="marks")
    helped = models.BooleanField(_("it helped"))
    marked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        constraints = [models.UniqueConstraint(fields=["user", "page"], name="marked_once")]

    def __str__(self) -> str:
        return f"{self.page}: {self.helped}"
