"""Views of the area `closing`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
