"""Lists of the library: which pages a reader may see there, and each as a card. The number of queries is constant."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Exists, OuterRef, Subquery
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from wagtail.models import Page

from mentoring.enums import Direction
from mentoring.models import Rubric

from .enums import Audience, ResourceType, SectionKind
from .models import CaseMaterial, CollectionPage, LibrarySectionPage, ResourcePage, SolvedCasePage
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


def pages_of(kind: SectionKind):
    """All pages of a section, drafts too, each in one row."""
    return {
        SectionKind.RESOURCES: ResourcePage.objects.select_related("document"),
        SectionKind.CASES: SolvedCasePage.objects.select_related("public_case"),
        SectionKind.COLLECTIONS: CollectionPage.objects.all(),
    }[kind]


def _resources(user):
    pages = ResourcePage.objects.readable_by(user).with_marks().annotate(rubric_title=_rubric("resources"))
    return pages.defer("body").order_by("-first_published_at", "-pk")


def _cases(user):
    pages = SolvedCasePage.objects.readable_by(user).with_marks().select_related("public_case")
    pages = pages.annotate(rubric_title=_rubric("public_cases__page"))
    return pages.order_by("-public_case__published_at", "-pk")


def _rubric(path: str) -> Subquery:
    """The title of the first rubric of a page, in the order of the tree."""
    bearing = Rubric.objects.filter(**{path: OuterRef("pk")}).order_by("path")
    return Subquery(bearing.values("title")[:1])


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
            rubric=page.rubric_title or "",
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
            rubric=page.rubric_title or "",
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
    lists = (_resources(request.user), _cases(request.user))
    known = _by_id([page_id for page_id, _note in items], *lists)
    return [card(known[page_id], request, note=note) for page_id, note in items if page_id in known]


def materials(page: SolvedCasePage, request: HttpRequest) -> list[Card]:
    """The resources that editors put beside a case, as far as this reader may read them."""
    chosen = CaseMaterial.objects.filter(page=page, resource=OuterRef("pk"))
    pages = _resources(request.user).filter(Exists(chosen))
    return cards(pages.order_by(Subquery(chosen.values("sort_order")[:1]), "pk"), request)


def saved(request: HttpRequest):
    """What this reader keeps and may still read, last saved first."""
    ids = list(
        SavedItem.objects.filter(user=request.user)
        .order_by("-saved_at", "-pk")
        .values_list("page_id", flat=True)
    )
    known = _by_id(ids, *_all_lists(request.user))
    return [card(known[pk], request) for pk in ids if pk in known]


def _all_lists(user) -> tuple:
    return _resources(user), _cases(user), _collections(user)


def _by_id(ids: list[int], *lists) -> dict[int, Page]:
    if not ids:
        return {}
    return {page.pk: page for pages in lists for page in pages.filter(pk__in=ids)}


def readable_page(page_id: int, user) -> Page | None:
    """The item of the library with this id, if this reader may read it."""
    return cast(Page | None, _by_id([page_id], *_all_lists(user)).get(page_id))
