"""Views of the area `mentor`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
