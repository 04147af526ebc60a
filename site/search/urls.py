"""Addresses of the search, beside the library's own pages."""

from django.urls import path

from . import beside, views

app_name = "search"

urlpatterns = [
    path("", views.results, name="results"),
    path("suggest/", views.suggest, name="suggest"),
    path("related/", views.related, name="related"),
    path("pages/<int:page_id>/", beside.of_page, name="of_page"),
    path("cases/<slug:number>/", beside.of_case, name="of_case"),
]
