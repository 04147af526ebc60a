"""The index of matching: who could take a case of a rubric now. `matching.rebuild` makes it anew."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Seat(models.Model):
    """A place of one mentor in one rubric, once without a subject and once for each subject of this mentor.

    Only mentors who are approved, active and not full have seats. Pauses, exclusions and the author's school
    depend on the day and on the case, so they are asked when a case is matched.
    """

    profile = models.ForeignKey("mentoring.MentorProfile", on_delete=models.CASCADE, related_name="seats")
    mentor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    rubric = models.ForeignKey("mentoring.Rubric", on_delete=models.CASCADE, related_name="+", db_index=False)
    # Empty in the seat that every mentor has in each of the rubrics.
    subject = models.CharField(max_length=20, blank=True)
    # One bit for each stage of schooling, in the order of `enums.Stage`.
    stages = models.PositiveSmallIntegerField(default=0)
    # The keys of all rubrics of this mentor with a comma on both sides of each: «,3,17,».
    rubrics = models.TextField()
    school = models.CharField(max_length=200, blank=True)
    # Points that are the same for every case; see `matching_index.Weights`.
    standing = models.SmallIntegerField()
    # A chance place on a circle; each case starts reading somewhere else on it.
    ring = models.PositiveIntegerField()
    # Carries no case at all.
    idle = models.BooleanField()
    # Hours in which a reply may be expected, with what silence adds.
    reply = models.PositiveIntegerField()
    # Ordinal of the day of the last request, 0 for never.
    rested = models.PositiveIntegerField()
    silences = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [models.UniqueConstraint(fields=["profile", "rubric", "subject"], name="seat_once")]
        indexes = [
            # The last two let most seats be judged without a look at the row.
            models.Index(
                fields=["rubric", "subject", "-standing", "ring", "stages", "rubrics"], name="seat_standing"
            ),
            models.Index(
                fields=["rubric", "subject", "reply", "ring"],
                condition=models.Q(idle=True),
                name="seat_reply",
            ),
            models.Index(
                fields=["rubric", "ring", "rested"], condition=models.Q(subject=""), name="seat_ring"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} · {self.rubric_id} · {self.subject}"
