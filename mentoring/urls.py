"""Addresses of the cases. Each area keeps its own list beside its views."""

from django.urls import include, path

app_name = "cases"

urlpatterns = [
    path("", include("mentoring.views.identifiers")),
    path("", include("mentoring.views.drafts")),
    path("", include("mentoring.views.choosing")),
    path("", include("mentoring.views.case")),
    path("", include("mentoring.views.commentary")),
    path("", include("mentoring.views.closing")),
    path("", include("mentoring.views.mentor")),
    path("", include("mentoring.views.publication")),
    path("", include("mentoring.views.talk")),
]
