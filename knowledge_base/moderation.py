"""Wagtail's workflow «Кейс в библиотеку» told what has happened elsewhere: de-identify → the author approves → publish.

Whoever may be the author is never named there: only the moderator's steps carry a name.
"""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Task, TaskState, WorkflowState

from mentoring.enums import PublicationStatus
from mentoring.models import PublicCase

from . import shipped
from .drafting import draft_page
from .models import AuthorApprovalTask, DeidentifyTask, PublishTask, SolvedCasePage
from .models.tasks import MODERATE


@transaction.atomic
def follow(public_case: PublicCase, *, by=None) -> None:
    """Bring the workflow of a case to its status. May be repeated; a step that was missed is made up for."""
    page = draft_page(public_case)
    _STEPS[PublicationStatus(public_case.status)](page, by)


def current(page: SolvedCasePage) -> WorkflowState | None:
    """The workflow under way on this page."""
    return WorkflowState.objects.for_instance(page).active().first()


def _start(page: SolvedCasePage) -> WorkflowState:
    # Without a name: whoever requested a workflow could cancel it from the editor.
    return current(page) or shipped.workflow().start(page, None)


def _at_deidentification(page: SolvedCasePage, by) -> None:
    state = _start(page)
    step = state.current_task_state
    if step.status != TaskState.STATUS_IN_PROGRESS:
        return
    if isinstance(step.task.specific, AuthorApprovalTask):
        # The author's own words stay at the desk.
        step.reject(comment=_("The text goes back to be de-identified again."))
    elif isinstance(step.task.specific, PublishTask):
        # What was approved is to be changed: everything from the beginning.
        state.cancel()
        _start(page)


def _at_author(page: SolvedCasePage, by) -> None:
    state = _start(page)
    if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume()
    else:
        _pass(state, DeidentifyTask, by)


def _approved(page: SolvedCasePage, by) -> None:
    _at_author(page, None)
    _pass(current(page), AuthorApprovalTask, None)


def _published(page: SolvedCasePage, by) -> None:
    if current(page) is not None:
        _approved(page, None)
        _pass(current(page), PublishTask, by)


def _ended(page: SolvedCasePage, by) -> None:
    state = current(page)
    if state is not None:
        state.cancel()


def _pass(state: WorkflowState, task: type[Task], by) -> None:
    """Approve the step under way if it is this one; the last one publishes the page."""
    step = state.current_task_state
    if isinstance(step.task.specific, task) and step.status == TaskState.STATUS_IN_PROGRESS:
        step.approve(user=by if by is not None and by.has_perm(MODERATE) else None, update=False)
        state.update()


_STEPS: dict[PublicationStatus, Callable] = {
    PublicationStatus.PREPARING: _at_deidentification,
    PublicationStatus.WITH_AUTHOR: _at_author,
    PublicationStatus.APPROVED: _approved,
    PublicationStatus.PUBLISHED: _published,
    PublicationStatus.REFUSED: _ended,
    PublicationStatus.WITHDRAWN: _ended,
}
