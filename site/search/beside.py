"""What of the library stands beside a case: fetched after its page is shown, or a page of its own."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from mentoring.access import get_case_for
from mentoring.enums import State
from mentoring.reading import view_for, words_of


@login_required
@require_safe
@cache_control(private=True, no_store=True)
def of_case(request: HttpRequest, number: str) -> HttpResponse:
    """Up to three published things like the case, for everybody who may read it. Drafts have their own way."""
    case = get_case_for(request.user, number)
    if case.state == State.DRAFT:
        raise Http404
    view = view_for(case, request.user)
    context = {"view": view, "about": words_of(view)}
    page = "search/beside_part.html" if request.htmx else "search/beside.html"
    return render(request, page, context)
