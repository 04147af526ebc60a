"""Addresses of the room `home` beside its Wagtail pages."""

from django.urls import path

from . import views

app_name = "home"

urlpatterns = [
    path("guides/<slug:direction>/", views.guide, name="guide"),
    path("robots.txt", views.robots, name="robots"),
]
