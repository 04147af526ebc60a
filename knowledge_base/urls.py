"""Addresses of the library beside its Wagtail pages."""

from django.urls import path

from . import feeds, views
from .shipped import SLUG

app_name = "library"

# Below the other rooms' addresses in /library/, see `config.urls`.
page_urlpatterns = [path(f"{SLUG}/<path:rest>/", views.page, name="library_page")]

urlpatterns = [
    path(f"{SLUG}/", views.page, name="front"),
    path(f"{SLUG}/saved/", views.saved, name="saved"),
    path(f"{SLUG}/<int:page_id>/save/", views.save, name="save"),
    path(f"{SLUG}/<int:page_id>/mark/", views.mark, name="mark"),
    path(f"{SLUG}/feed/", feeds.LibraryFeed(), name="feed"),
    path(f"{SLUG}/feed/atom/", feeds.LibraryAtomFeed(), name="atom"),
]
