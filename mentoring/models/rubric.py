"""The rubricator: a tree shared by cases, mentors, hint questions and everything published."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from ..enums import Direction


class RubricQuerySet(MP_NodeQuerySet):
    """Questions one asks of the rubricator."""

    def offered(self):
        """What a form may offer: rubrics below a direction that are not retired."""
        return self.filter(depth__gt=1, retired=False)

    def of_direction(self, direction: str):
        """Rubrics of one direction, in the order of the tree."""
        return self.filter(direction=direction, depth__gt=1)


class RubricManager(MP_NodeManager.from_queryset(RubricQuerySet)):
    """Keeps the order of the tree as the default order."""

    def get_queryset(self):
        return RubricQuerySet(self.model, using=self._db).order_by("path")


class Rubric(MP_Node):
    """One node. The two roots are the directions; a retired or merged rubric stays for the cases that bear it."""

    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    description = models.TextField(_("what belongs here"), blank=True)
    direction = models.CharField(_("direction"), max_length=10, choices=Direction.choices, editable=False)
    retired = models.BooleanField(
        _("retired"), default=False, help_text=_("No longer offered in forms. Old cases keep it.")
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged",
    )

    objects = RubricManager()

    class Meta:
        verbose_name = _("rubric")
        verbose_name_plural = _("rubricator")
        constraints = [
            models.CheckConstraint(
                name="rubric_not_merged_into_itself",
                condition=~models.Q(merged_into=models.F("pk")),
            ),
            models.CheckConstraint(
                name="merged_rubric_is_retired",
                condition=models.Q(merged_into__isnull=True) | models.Q(retired=True),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def survivor(self) -> "Rubric":
        """The rubric that stands for this one today: itself, or the end of the chain of merges."""
        rubric = self
        while rubric.merged_into_id is not None:
            rubric = rubric.merged_into
        return rubric

    def delete(self, *args, **kwargs):
        """Treebeard would remove the whole subtree without asking. A rubric in use is retired, never deleted."""
        if not self.is_leaf() or self.in_use():
            raise models.ProtectedError(
                str(_("The rubric is in use. Retire it or merge it into another one.")), {self}
            )
        return super().delete(*args, **kwargs)

    def in_use(self) -> bool:
        """Whether anything bears this rubric."""
        return self.merged.exists() or any(relation.exists() for relation in bearers(self))


def bearers(rubric: Rubric) -> list:
    """Managers of everything that bears a rubric, in this room and in those above, which are not known here."""
    return [
        getattr(rubric, relation.get_accessor_name())
        for relation in Rubric._meta.related_objects
        if relation.many_to_many
    ]


def retire(rubric: Rubric) -> None:
    """Stop offering a rubric. Cases, mentors and hints keep it."""
    Rubric.objects.filter(pk=rubric.pk).update(retired=True)
    rubric.retired = True


@transaction.atomic
def merge(rubric: Rubric, *, into: Rubric) -> None:
    """Move everything that bears `rubric` to `into` and retire it, keeping a pointer for old drafts and addresses.

    Raises ValueError when the two are of different directions, when one is a direction itself, when `into` is
    retired, or when it lies below `rubric`.
    """
    if rubric.pk == into.pk or rubric.direction != into.direction or rubric.depth == 1 or into.depth == 1:
        raise ValueError(_("Choose another rubric of the same direction."))
    if into.retired or into.is_descendant_of(rubric):
        raise ValueError(_("Choose a rubric that is in use and does not lie below this one."))
    for relation in bearers(rubric):
        through, bearer = relation.through, relation.source_field_name
        other = relation.target_field_name
        taken = through.objects.filter(**{bearer: into}).values(f"{other}_id")
        rows = through.objects.filter(**{bearer: rubric})
        rows.filter(**{f"{other}_id__in": taken}).delete()
        rows.update(**{bearer: into})
    Rubric.objects.filter(merged_into=rubric).update(merged_into=into)
    for child in rubric.get_children():
        child.move(into, "last-child")
    rubric.refresh_from_db()
    rubric.retired, rubric.merged_into = True, into
    rubric.save(update_fields=["retired", "merged_into"])
