"""The bell's page."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from .letters import names_of, words
from .models import Notice

PER_PAGE = 20


@login_required
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """What the reader was told, newest first."""
    own = Notice.objects.filter(user=request.user).select_related("case__author")
    page = Paginator(own, PER_PAGE).get_page(request.GET.get("page"))
    names = names_of(page.object_list)
    rows = [(notice, words(notice, names)) for notice in page.object_list]
    unread = own.filter(read_at__isnull=True).exists()
    return render(request, "notices/list.html", {"page_obj": page, "rows": rows, "unread": unread})


@login_required
@require_POST
def open_notice(request: HttpRequest, key: int) -> HttpResponse:
    """Mark one notice as read and go where it leads."""
    notice = get_object_or_404(Notice.objects.select_related("case__author"), pk=key, user=request.user)
    Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=timezone.now())
    return _see_other(words(notice, {}).path)


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    Notice.objects.filter(user=request.user, read_at__isnull=True).update(read_at=timezone.now())
    return _see_other("notices:list")


def _see_other(to: str) -> HttpResponse:
    answer = redirect(to)
    answer.status_code = 303
    return answer
