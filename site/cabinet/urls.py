"""Addresses of the cabinet."""

from django.urls import path

from . import views

app_name = "cabinet"

urlpatterns = [
    path("cabinet/", views.home, name="home"),
    path("cabinet/mentor/", views.mentor, name="mentor"),
]
