"""Views of the area `talk`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
