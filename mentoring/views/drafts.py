"""Views of the area `drafts`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
