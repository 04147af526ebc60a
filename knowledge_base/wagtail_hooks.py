"""The library in the Wagtail admin, and who gets a document of it."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from wagtail import hooks

from .models import ResourcePage, SolvedCasePage

# What moves a page to another state: of a solved case only the publication does.
MOVING_ITEMS = {"action-submit", "action-unpublish", "action-cancel-workflow", "action-restart-workflow"}


@hooks.register("construct_page_action_menu")
def no_moves_of_solved_cases(menu_items: list, request: HttpRequest, context: dict) -> None:
    """The editor of a solved case saves and publishes materials, nothing else."""
    page = context.get("page")
    if isinstance(page, SolvedCasePage):
        menu_items[:] = [item for item in menu_items if item.name not in MOVING_ITEMS]


@hooks.register("before_serve_document")
def document_of_the_library(document, request: HttpRequest) -> HttpResponse | None:
    """A document of a resource is for whoever may read that resource; editors see those of drafts too."""
    resources = ResourcePage.objects.filter(document=document)
    if not resources.exists() or request.user.has_perm("wagtailadmin.access_admin"):
        return None
    if resources.readable_by(request.user).exists():
        return None
    if not request.user.is_authenticated and resources.live().exists():
        return redirect_to_login(request.get_full_path())
    raise Http404
