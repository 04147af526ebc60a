"""Stable addresses for pages that editors may move."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from .models import GuidePage

# Personal places: nothing there is for a search engine.
CLOSED_TO_ROBOTS = ("/admin/", "/accounts/", "/cabinet/", "/cases/", "/library/saved/", "/library/search/")


def guide(request: HttpRequest, direction: str) -> HttpResponseRedirect:
    """Leads to the guide of a direction, wherever it stands in the tree."""
    return redirect(get_object_or_404(GuidePage.objects.live(), direction=direction).get_url(request))


def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may walk, and where the map is."""
    lines = ["User-agent: *", *(f"Disallow: {place}" for place in CLOSED_TO_ROBOTS)]
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    return HttpResponse("\n".join([*lines, "", f"Sitemap: {sitemap}", ""]), content_type="text/plain")
