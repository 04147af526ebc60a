"""The page of the search, suggestions while one types, and what of the library fits a case that is being written."""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from mentoring.models import Rubric

from . import interface
from .asking import PER_PAGE, address, query_of, without
from .found import FacetValue, Query, Results

# So many values of a facet are shown at once; the others wait behind one press.
VALUES_SHOWN = 7
POPULAR = 6
# Facets whose values stand by how many there are; the others keep the order of their vocabulary.
BY_COUNT = {"rubric", "subject"}


@require_safe
@cache_control(private=True, no_cache=True)
def results(request: HttpRequest) -> HttpResponse:
    """What was found, with facets. An address without a question is the whole library, useful and fresh first."""
    query = query_of(request.GET, member=request.user.is_authenticated)
    found = interface.search(query)
    if not found.items and found.reachable:
        query = query_of(_on_page(request, -(-found.reachable // PER_PAGE)), member=query.member)
        found = interface.search(query)
    pages = Paginator(range(found.reachable), PER_PAGE)
    context = {
        "query": query,
        "results": found,
        "page_obj": pages.get_page(query.page),
        "groups": _groups(query, found),
        "chosen": _chosen(query, found),
        "orders": _orders(query),
        "reset": address(Query(query.text)),
        "as_written": address(query, exact=1),
        "popular": [] if found.total else _popular(query),
        "sign_in": f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}",
    }
    return render(request, "search/results.html", context)


def _on_page(request: HttpRequest, page: int):
    given = request.GET.copy()
    given["page"] = str(page)
    return given


def _facet_names() -> dict[str, str]:
    return {
        "kind": _("What it is"),
        "direction": _("Direction"),
        "rubric": _("Rubric"),
        "type": _("Type of resource"),
        "subject": _("Subject"),
        "stage": _("Stage of schooling"),
        "year": _("Year"),
    }


def _groups(query: Query, found: Results) -> list[dict]:
    """Facets as groups of links; a facet with one value that all have tells nothing and is left out."""
    chosen, groups = query.filters.chosen(), []
    for facet, name in _facet_names().items():
        values = found.facets[facet]
        if facet in chosen or not values or (len(values) == 1 and values[0].count == found.total):
            continue
        if facet in BY_COUNT:
            values = sorted(values, key=lambda value: -value.count)
        links = [_link(query, facet, value) for value in values]
        groups.append({"name": name, "first": links[:VALUES_SHOWN], "rest": links[VALUES_SHOWN:]})
    return groups


def _link(query: Query, facet: str, value: FacetValue) -> dict:
    return {"label": value.label, "count": value.count, "url": address(query, **{facet: value.value})}


def _chosen(query: Query, found: Results) -> list[dict]:
    """What is chosen, each with the address without it."""
    labels = {facet: {value.value: value.label for value in values} for facet, values in found.facets.items()}
    return [
        {"label": labels[facet].get(str(value), value), "url": without(query, facet)}
        for facet, value in query.filters.chosen().items()
    ]


def _orders(query: Query) -> list[dict]:
    names = {"relevance": _("Closest first"), "newest": _("Newest first"), "useful": _("Most helpful first")}
    return [
        {
            "label": label,
            "url": address(query, order="" if order == "relevance" else order),
            "current": order == query.order,
        }
        for order, label in names.items()
    ]


def _popular(query: Query) -> list[dict]:
    """The fullest rubrics, for whoever found nothing."""
    everything = interface.search(Query(member=query.member, per_page=1))
    fullest = sorted(everything.facets["rubric"], key=lambda value: -value.count)[:POPULAR]
    return [_link(Query(), "rubric", value) for value in fullest]


@require_safe
@cache_control(max_age=60)
def suggest(request: HttpRequest) -> HttpResponse:
    """A list of titles that fit the beginning of a question; a fragment of a page."""
    found = interface.suggest(request.GET.get("q", ""), member=request.user.is_authenticated)
    return render(request, "search/suggestions.html", {"suggestions": found})


@sensitive_post_parameters()
@login_required
@require_POST
def related(request: HttpRequest) -> HttpResponse:
    """Up to three cards that fit what stands in the form of a case. Nothing of it is kept."""
    if not ratelimit.consume(request, action="related", user=request.user):
        return render(request, "429.html", status=429)
    words = (
        "title",
        "situation",
        "tried",
        "wanted",
        "question",
        "position",
        "wanted_track",
        "obstacles",
        "done",
    )
    keys = [
        key for key in request.POST.getlist("rubrics") if key.isascii() and key.isdigit() and len(key) < 10
    ]
    hits = interface.related(
        "\n".join(request.POST.get(name, "") for name in words),
        rubrics=list(Rubric.objects.filter(pk__in=keys[:20]).values_list("slug", flat=True)),
        member=True,
    )
    return render(request, "search/related.html", {"hits": hits, "quiet": True})
