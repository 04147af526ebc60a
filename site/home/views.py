"""Stable addresses for pages that editors may move."""

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect

from .models import GuidePage


def guide(request: HttpRequest, direction: str) -> HttpResponseRedirect:
    """Leads to the guide of a direction, wherever it stands in the tree."""
    return redirect(get_object_or_404(GuidePage.objects.live(), direction=direction).get_url(request))
