"""Addresses of the library beside its Wagtail pages."""

from django.urls import path
from wagtail.views import serve

from . import feeds, views
from .shipped import SLUG

app_name = "library"

urlpatterns = [
    # A name for the address of the front, which is a Wagtail page like the rest.
    path(f"{SLUG}/", serve, {"path": f"{SLUG}/"}, name="front"),
    path(f"{SLUG}/saved/", views.saved, name="saved"),
    path(f"{SLUG}/<int:page_id>/save/", views.save, name="save"),
    path(f"{SLUG}/<int:page_id>/mark/", views.mark, name="mark"),
    path(f"{SLUG}/feed/", feeds.LibraryFeed(), name="feed"),
    path(f"{SLUG}/feed/atom/", feeds.LibraryAtomFeed(), name="atom"),
]
