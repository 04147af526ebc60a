"""Lists of the library: which pages a reader may see there, and each as a card. The number of queries is constant."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from wagtail.models import Page

from mentoring.enums import Direction
from mentoring.models import Rubric

from .enums import Audience, ResourceType, SectionKind
from .models import CollectionPage, LibrarySectionPage, ResourcePage, SolvedCasePage
from .models.front import COLLECTIONS_ON_THE_FRONT, ON_THE_FRONT
from .models.keeping import SavedItem

SEARCH = "search:results"


@dataclass(frozen=True)
class Card:
    """What `components/library_card.html` shows."""

    title: str
    url: str
    text: str
    kind: str
    rubric: str = ""
    proof: str = ""
    members_only: bool = False


def newest(kind: SectionKind, user):
    """The pages of a section that this reader may read, newest first, with all that a card needs."""
    return {
        SectionKind.RESOURCES: _resources,
        SectionKind.CASES: _cases,
        SectionKind.COLLECTIONS: _collections,
    }[kind](user)


def _resources(user):
    pages = ResourcePage.objects.readable_by(user).with_marks().prefetch_related("rubrics").defer("body")
    return pages.order_by("-first_published_at", "-pk")


def _cases(user):
    pages = SolvedCasePage.objects.readable_by(user).with_marks().select_related("public_case")
    return pages.prefetch_related("public_case__rubrics").order_by("-public_case__published_at", "-pk")


def _collections(user):
    return CollectionPage.objects.readable_by(user).order_by("-first_published_at", "-pk")


def cards(pages: Iterable[Page], request: HttpRequest) -> list[Card]:
    """Each page as a card."""
    return [card(page, request) for page in pages]


def card(page: Page, request: HttpRequest, *, note: str = "") -> Card:
    """One page as a card; `note` stands instead of its summary."""
    url = page.get_url(request)
    if isinstance(page, ResourcePage):
        return Card(
            title=page.title,
            url=url,
            text=note or page.summary,
            kind=str(ResourceType(page.type).label),
            rubric=_first_rubric(page.rubrics.all()),
            proof=_proof(page),
            members_only=page.audience == Audience.MEMBERS,
        )
    if isinstance(page, SolvedCasePage):
        case = page.public_case
        return Card(
            title=case.title,
            url=url,
            text=note or case.summary,
            kind=_("Solved case"),
            rubric=_first_rubric(case.rubrics.all()),
            proof=tried(case) or _proof(page),
        )
    return Card(title=page.title, url=url, text=note or page.summary, kind=_("Collection"))


def tried(case) -> str:
    """«Попробовали 7, помогло 5»; empty while nobody has answered."""
    if not case.tried_count:
        return ""
    return _("%(tried)s tried it, it helped %(helped)s") % {
        "tried": case.tried_count,
        "helped": case.helped_count,
    }


def _proof(page) -> str:
    marked, helped = getattr(page, "marked", 0), getattr(page, "helped", 0)
    return _("It helped %(helped)s of %(marked)s") % {"helped": helped, "marked": marked} if marked else ""


def _first_rubric(rubrics: Iterable[Rubric]) -> str:
    return next((rubric.title for rubric in rubrics), "")


def front(request: HttpRequest) -> dict[str, Any]:
    """What the front shows to this reader: sections, collections, newest cases and resources, ways into the search."""
    user = request.user
    sections = LibrarySectionPage.objects.live().order_by("path")
    if not user.is_authenticated:
        sections = sections.filter(audience=Audience.VISITORS)
    return {
        "sections": {section.kind: section for section in sections},
        "collections": cards(_collections(user)[:COLLECTIONS_ON_THE_FRONT], request),
        "cases": cards(_cases(user)[:ON_THE_FRONT], request),
        "resources": cards(_resources(user)[:ON_THE_FRONT], request),
        "facets": facets(),
    }


def facets() -> list[dict[str, Any]]:
    """Groups of links into the search: {label, links: [(label, url)]}; empty while there is no search."""
    try:
        search = reverse(SEARCH)
    except NoReverseMatch:
        return []
    rubrics: dict[str, list[tuple[str, str]]] = {direction: [] for direction in Direction.values}
    for rubric in Rubric.objects.offered():
        rubrics[rubric.direction].append((rubric.title, f"{search}?{urlencode({'rubric': rubric.slug})}"))
    groups = [{"label": Direction(code).label, "links": links} for code, links in rubrics.items()]
    types = [(kind.label, f"{search}?{urlencode({'type': kind.value})}") for kind in ResourceType]
    return [*groups, {"label": _("What it is"), "links": types}]


def of_collection(page: CollectionPage, request: HttpRequest) -> list[Card]:
    """The items that this reader may read, in the editors' order."""
    items = [(item.page_id, item.note) for item in page.items.all()]
    known = _by_id([page_id for page_id, _note in items], request.user)
    return [card(known[page_id], request, note=note) for page_id, note in items if page_id in known]


def materials(page: SolvedCasePage, request: HttpRequest) -> list[Card]:
    """The resources that editors put beside a case, as far as this reader may read them."""
    ids = [material.resource_id for material in page.materials.all()]
    known = {resource.pk: resource for resource in _resources(request.user).filter(pk__in=ids)} if ids else {}
    return [card(known[pk], request) for pk in ids if pk in known]


def saved(request: HttpRequest):
    """What this reader keeps and may still read, last saved first."""
    ids = list(
        SavedItem.objects.filter(user=request.user)
        .order_by("-saved_at", "-pk")
        .values_list("page_id", flat=True)
    )
    known = _by_id(ids, request.user)
    return [card(known[pk], request) for pk in ids if pk in known]


def _by_id(ids: list[int], user) -> dict[int, Page]:
    if not ids:
        return {}
    lists = (_resources(user), _cases(user), _collections(user))
    return {page.pk: page for pages in lists for page in pages.filter(pk__in=ids)}


def readable_page(page_id: int, user) -> Page | None:
    """The item of the library with this id, if this reader may read it."""
    return cast(Page | None, _by_id([page_id], user).get(page_id))
