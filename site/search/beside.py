"""What of the library stands beside a case or a page of it: fetched after that is shown, or a page of its own."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from mentoring.access import get_case_for
from mentoring.enums import State
from mentoring.reading import view_for, words_of

from .models import Body, DocumentRubric


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
    page = "search/beside_part.html" if request.headers.get("HX-Request") else "search/beside.html"
    return render(request, page, context)


@require_safe
@cache_control(private=True, no_cache=True)
def of_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Up to three published things like a page of the library, for everybody who may read that page."""
    bodies = Body.objects.select_related("document")
    if not request.user.is_authenticated:
        bodies = bodies.filter(document__members_only=False)
    beside = bool(request.headers.get("HX-Request"))
    body = bodies.filter(document=page_id).first()
    if body is None and beside:
        # A page that the worker has not indexed yet has no neighbours for a moment.
        return HttpResponse()
    if body is None:
        raise Http404
    context = {
        "body": body,
        "about": f"{body.title}\n{body.summary}",
        "rubrics": list(DocumentRubric.objects.filter(document=page_id).values_list("slug", flat=True)),
    }
    page = "search/beside_page_part.html" if beside else "search/beside_page.html"
    return render(request, page, context)
