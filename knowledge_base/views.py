"""What a reader does in the library: keep a page, say whether it helped, find what was kept."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST
from wagtail.models import Page
from wagtail.views import serve

from . import keeping, shelves
from .models import LibraryIndexPage

SAVED_ON_A_PAGE = 24
WORDS = {"yes": True, "no": False, "": None}


def page(request: HttpRequest, rest: str = "") -> HttpResponse:
    """A page of the library, found from its front instead of the root: the address of the front is fixed."""
    front = get_object_or_404(LibraryIndexPage.objects.live())
    # Where Wagtail keeps what it has found for a request; the rest is its own way of serving.
    found = front.route(request, [part for part in rest.split("/") if part])
    setattr(request, "_wagtail_route_for_request", found)  # noqa: B010
    return serve(request, rest)


@login_required
def saved(request: HttpRequest) -> HttpResponse:
    """«Мои сохранённые»: what this reader keeps and may still read."""
    page_obj = Paginator(shelves.saved(request), SAVED_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "knowledge_base/saved.html", {"page_obj": page_obj})


@login_required
@require_POST
def save(request: HttpRequest, page_id: int) -> HttpResponse:
    """Keep a page (`keep=yes`) or no longer (anything else)."""
    item = _readable(request, page_id)
    keeping.save(item, request.user, keep=request.POST.get("keep") == "yes")
    return _answer(request, item)


@login_required
@require_POST
def mark(request: HttpRequest, page_id: int) -> HttpResponse:
    """Say that a page helped (`helped=yes`) or did not (`no`); anything else takes the word back."""
    item = _readable(request, page_id)
    keeping.mark(item, request.user, helped=WORDS.get(request.POST.get("helped", "")))
    return _answer(request, item)


def _readable(request: HttpRequest, page_id: int) -> Page:
    item = shelves.readable_page(page_id, request.user)
    if item is None:
        raise Http404
    return item


def _answer(request: HttpRequest, item: Page) -> HttpResponse:
    """The part of the page that has changed, or the page itself where no script runs."""
    if getattr(request, "htmx", False):
        context = keeping.of_page(item, request.user)
        return render(request, "knowledge_base/keeping.html", context)
    return redirect(f"{item.get_url(request)}#keeping")
