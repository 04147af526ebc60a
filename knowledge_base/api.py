"""Open data: the published items that everybody may read, as JSON at /api/v1/library/. Fields by allow-list only."""

from typing import Any

from django.urls import path
from rest_framework.filters import BaseFilterBackend
from rest_framework.renderers import JSONRenderer
from rest_framework.serializers import Field
from wagtail.api import APIField
from wagtail.api.v2.filters import OrderingFilter
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import BaseAPIViewSet

from .models import CollectionPage, ResourcePage, SolvedCasePage

FACETS = ("direction", "rubric", "type", "subject", "stage", "year")


class Told(Field):
    """What a function says of a page."""

    def __init__(self, tell) -> None:
        super().__init__(source="*", read_only=True)
        self.tell = tell

    def to_representation(self, page) -> Any:
        """The answer for one page."""
        return self.tell(page, self.context["request"])


def _field(name: str, tell) -> APIField:
    return APIField(name, serializer=Told(tell))


def _address(page, request) -> str:
    return request.build_absolute_uri(page.get_url(request))


def _slugs(rubrics) -> list[str]:
    return [rubric.slug for rubric in rubrics.all()]


class FacetFilter(BaseFilterBackend):
    """`?direction=…&rubric=…`: the facets of the library; a view names its lookups."""

    def filter_queryset(self, request, queryset, view):
        """Only what has all the values asked for."""
        asked = {view.facets[name]: request.GET[name] for name in view.facets if request.GET.get(name)}
        if not all(value.isdecimal() for lookup, value in asked.items() if lookup.endswith("year")):
            return queryset.none()
        return queryset.filter(**asked).distinct() if asked else queryset


class LibraryViewSet(BaseAPIViewSet):
    """Reading only, without sessions: everybody gets what a visitor gets."""

    authentication_classes: list = []
    permission_classes: list = []
    renderer_classes = [JSONRenderer]
    filter_backends = [FacetFilter, OrderingFilter]
    meta_fields: list[str] = []
    body_fields = ["id"]
    facets: dict[str, str] = {}
    told: list[APIField] = []
    in_lists: list[str] = []

    @classmethod
    def get_body_fields(cls, model):
        """The allow-list of the view; what the model offers elsewhere is not looked at."""
        return [APIField("id"), *cls.told]

    @classmethod
    def get_meta_fields(cls, model):
        """None: neither owners nor revisions nor anything that Wagtail would add."""
        return []

    @classmethod
    def get_listing_default_fields(cls, model):
        """What a list says of each."""
        return ["id", *cls.in_lists]

    @classmethod
    def get_available_fields(cls, model, db_fields_only=False):
        """What may be asked for; filtering by a column of the table is left to the facets."""
        return [] if db_fields_only else ["id", *(field.name for field in cls.told)]

    def get_queryset(self):
        """What a visitor may read."""
        return self.model.objects.for_visitors().public().order_by("pk")

    def check_query_parameters(self, queryset) -> None:
        """Unknown parameters are refused with a word about which."""
        self.known_query_parameters = frozenset({"limit", "offset", "fields", "order", *self.facets})
        super().check_query_parameters(queryset)

    @classmethod
    def get_urlpatterns(cls):
        """A list and its items."""
        return [
            path("", cls.as_view({"get": "listing_view"}), name="listing"),
            path("<int:pk>/", cls.as_view({"get": "detail_view"}), name="detail"),
        ]


class ResourceViewSet(LibraryViewSet):
    """Resources."""

    model = ResourcePage
    name = "resources"
    facets = {name: name for name in FACETS} | {"rubric": "rubrics__slug"}
    told = [
        _field("url", _address),
        APIField("title"),
        APIField("summary"),
        APIField("type"),
        APIField("direction"),
        _field("rubrics", lambda page, request: _slugs(page.rubrics)),
        APIField("subject"),
        APIField("stage"),
        APIField("year"),
        APIField("link"),
        APIField("first_published_at"),
        _field("body", lambda page, request: page.body.stream_block.get_api_representation(page.body)),
    ]
    in_lists = ["url", "title", "summary", "type", "direction", "rubrics", "subject", "stage", "year", "link"]

    def get_queryset(self):
        """With the rubrics."""
        return super().get_queryset().prefetch_related("rubrics")


class SolvedCaseViewSet(LibraryViewSet):
    """Solved cases: what their public copies say."""

    model = SolvedCasePage
    name = "cases"
    facets = {name: f"public_case__{name}" for name in FACETS if name not in ("rubric", "type")} | {
        "rubric": "public_case__rubrics__slug"
    }
    told = [
        _field("url", _address),
        *(
            _field(name, lambda page, request, name=name: getattr(page.public_case, name))
            for name in ("title", "summary", "direction", "subject", "stage", "experience", "year")
        ),
        _field("rubrics", lambda page, request: _slugs(page.public_case.rubrics)),
        *(
            _field(name, lambda page, request, name=name: getattr(page.public_case, name))
            for name in ("tried_count", "helped_count", "content")
        ),
    ]
    in_lists = [
        "url", "title", "summary", "direction", "subject", "stage", "experience", "year", "rubrics", "tried_count",
        "helped_count",
    ]  # fmt: skip

    def get_queryset(self):
        """With the public copies and their rubrics."""
        return super().get_queryset().select_related("public_case").prefetch_related("public_case__rubrics")


class CollectionViewSet(LibraryViewSet):
    """Collections, with the ids of what they hold."""

    model = CollectionPage
    name = "collections"
    told = [
        _field("url", _address),
        APIField("title"),
        APIField("summary"),
        APIField("first_published_at"),
    ]
    in_lists = ["url", "title", "summary"]


router = WagtailAPIRouter("library_api")
for view in (ResourceViewSet, SolvedCaseViewSet, CollectionViewSet):
    router.register_endpoint(view.name, view)
