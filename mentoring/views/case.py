"""Views of the area `case`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
