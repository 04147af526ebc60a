"""Deeds on the tree of rubrics: plant, move, shift, retire, restore, merge."""

from django.db import transaction
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from .. import matching
from ..models import Case, HintQuestion, MentorProfile, Rubric
from ..models.rubric import RubricQuerySet
from ..models.rubric import merge as merge_rubrics
from ..models.rubric import retire as retire_rubric
from ..refusal import Refused

# Above this many mentors it costs less to write the whole index of matching anew.
MANY_MENTORS = 500


def with_counts(rubrics: RubricQuerySet) -> RubricQuerySet:
    """Each rubric with `case_count`, `mentor_count` and `hint_count`, in one query."""
    return rubrics.annotate(
        case_count=_bearers(Case), mentor_count=_bearers(MentorProfile), hint_count=_bearers(HintQuestion)
    )


def _bearers(model) -> Coalesce:
    through = model._meta.get_field("rubrics").remote_field.through
    rows = through.objects.filter(rubric=OuterRef("pk")).order_by().values("rubric")
    return Coalesce(Subquery(rows.annotate(many=Count("pk")).values("many"), output_field=IntegerField()), 0)


def check_place(rubric: Rubric, *, parent: Rubric, sibling: Rubric | None = None) -> None:
    """Raise Refused when the rubric cannot stand there. `field` tells which choice is wrong."""
    planted = rubric.pk is not None
    if planted and rubric.depth == 1:
        raise Refused("invalid", _("A direction itself is not moved."), field="parent")
    if planted and (parent.pk == rubric.pk or parent.is_descendant_of(rubric)):
        raise Refused("invalid", _("A rubric cannot stand below itself."), field="parent")
    if planted and parent.direction != rubric.direction:
        raise Refused(
            "invalid", _("Old cases are of this direction, so the rubric stays in it."), field="parent"
        )
    if parent.retired:
        raise Refused("invalid", _("Choose a rubric that is not retired."), field="parent")
    if sibling is not None and (sibling.pk == rubric.pk or not sibling.is_child_of(parent)):
        raise Refused("invalid", _("Choose a neighbour from the same place of the tree."), field="sibling")


@transaction.atomic
def plant(rubric: Rubric, *, parent: Rubric, sibling: Rubric | None = None, after: bool = True) -> Rubric:
    """Add a new rubric below `parent`: last, or beside `sibling`."""
    check_place(rubric, parent=parent, sibling=sibling)
    rubric.direction = parent.direction
    planted = Rubric.objects.get(pk=parent.pk).add_child(instance=rubric)
    if sibling is not None:
        planted.move(Rubric.objects.get(pk=sibling.pk), "right" if after else "left")
    return Rubric.objects.get(pk=planted.pk)


@transaction.atomic
def replant(rubric: Rubric, *, parent: Rubric, sibling: Rubric | None = None, after: bool = True) -> Rubric:
    """Move a rubric with all below it. With the same parent and no sibling nothing moves."""
    rubric = Rubric.objects.get(pk=rubric.pk)
    check_place(rubric, parent=parent, sibling=sibling)
    if sibling is not None:
        rubric.move(Rubric.objects.get(pk=sibling.pk), "right" if after else "left")
    elif not rubric.is_child_of(parent):
        rubric.move(Rubric.objects.get(pk=parent.pk), "last-child")
    return Rubric.objects.get(pk=rubric.pk)


@transaction.atomic
def shift(rubric: Rubric, *, up: bool) -> bool:
    """Swap a rubric with its neighbour above or below; False when there is none."""
    rubric = Rubric.objects.get(pk=rubric.pk)
    neighbour = rubric.get_prev_sibling() if up else rubric.get_next_sibling()
    if neighbour is None:
        return False
    rubric.move(neighbour, "left" if up else "right")
    return True


def retire(rubric: Rubric) -> None:
    """Stop offering a rubric. Old cases, mentors and hints keep it. A direction is never retired."""
    if rubric.depth == 1:
        raise Refused("invalid", _("A direction is not retired."))
    retire_rubric(rubric)


def restore(rubric: Rubric) -> None:
    """Offer a retired rubric again. One that was merged lives on in the other."""
    if rubric.merged_into_id is not None:
        raise Refused("invalid", _("This rubric was merged into another one and lives on there."))
    Rubric.objects.filter(pk=rubric.pk).update(retired=False)


@transaction.atomic
def merge(rubric: Rubric, *, into: Rubric) -> None:
    """Move everything that bears `rubric` to `into`; the index of matching follows at once."""
    if rubric.merged_into_id is not None:
        raise Refused("invalid", _("This rubric was merged into another one and lives on there."))
    moved = list(rubric.mentors.values_list("pk", flat=True))
    try:
        merge_rubrics(rubric, into=into)
    except ValueError as wrong:
        raise Refused("invalid", str(wrong), field="into") from wrong
    if len(moved) > MANY_MENTORS:
        matching.rebuild()
        return
    for profile in MentorProfile.objects.filter(pk__in=moved):
        matching.refresh(profile)


def merge_targets(rubric: Rubric) -> RubricQuerySet:
    """Rubrics into which this one may be merged."""
    targets = Rubric.objects.offered().filter(direction=rubric.direction).exclude(pk=rubric.pk)
    return targets.exclude(path__startswith=rubric.path)
