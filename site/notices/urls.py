"""Addresses of the room `notices`."""

from django.urls import path

from . import views

app_name = "notices"

urlpatterns = [
    path("notices/", views.notices, name="list"),
    path("notices/read/", views.read_all, name="read_all"),
    path("notices/<int:key>/", views.open_notice, name="open"),
]
