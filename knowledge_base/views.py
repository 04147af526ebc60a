"""What a reader does in the library: keep a page, say whether it helped, find what was kept."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST
from wagtail.models import Page

from . import keeping, shelves

SAVED_ON_A_PAGE = 24
WORDS = {"yes": True, "no": False, "": None}


@login_required
def saved(request: HttpRequest) -> HttpResponse:
    """«Мои сохранённые»: what this reader keeps and may still read."""
    page_obj = Paginator(shelves.saved(request), SAVED_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "knowledge_base/saved.html", {"page_obj": page_obj})


@login_required
@require_POST
def save(request: HttpRequest, page_id: int) -> HttpResponse:
    """Keep a page (`keep=yes`) or no longer (anything else)."""
    page = _readable(request, page_id)
    keeping.save(page, request.user, keep=request.POST.get("keep") == "yes")
    return _answer(request, page)


@login_required
@require_POST
def mark(request: HttpRequest, page_id: int) -> HttpResponse:
    """Say that a page helped (`helped=yes`) or did not (`no`); anything else takes the word back."""
    page = _readable(request, page_id)
    keeping.mark(page, request.user, helped=WORDS.get(request.POST.get("helped", "")))
    return _answer(request, page)


def _readable(request: HttpRequest, page_id: int) -> Page:
    page = shelves.readable_page(page_id, request.user)
    if page is None:
        raise Http404
    return page


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    """The part of the page that has changed, or the page itself where no script runs."""
    if getattr(request, "htmx", False):
        context = keeping.of_page(page, request.user)
        return render(request, "knowledge_base/keeping.html", context)
    return redirect(f"{page.get_url(request)}#keeping")
