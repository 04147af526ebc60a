"""Pages about oneself: name and letters, the mentee's job, the people one does not want to meet."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mentoring.models import MenteeProfile

from ..exclusions import name_of_other
from ..forms import LettersForm, MenteeForm, NameForm
from ..roles import role_names
from ..signed_in import SignedInRequest


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: SignedInRequest) -> HttpResponse:
    """Name; roles in words."""
    form = NameForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("accounts:profile")
    # What was typed wrongly stays in the form and must not be taken for the name on the page.
    request.user.refresh_from_db()
    return render(request, "accounts/profile.html", {"form": form, "roles": role_names(request.user)})


@login_required
@require_http_methods(["GET", "POST"])
def letters(request: SignedInRequest) -> HttpResponse:
    """When letters come."""
    form = LettersForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("accounts:letters")
    return render(request, "accounts/letters.html", {"form": form})


@login_required
@require_http_methods(["GET", "POST"])
def job(request: SignedInRequest) -> HttpResponse:
    """The mentee's profile; the first saving makes whoever signed up as a mentor a mentee as well."""
    own = MenteeProfile.objects.filter(user=request.user).first() or MenteeProfile(user=request.user)
    form = MenteeForm(request.POST or None, instance=own)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved. New cases will be filled in with this."))
        return redirect("accounts:job")
    return render(request, "accounts/job.html", {"form": form})


@login_required
@require_GET
def exclusions(request: SignedInRequest) -> HttpResponse:
    """People whom one does not want to meet in a case."""
    pairs = request.user.exclusions.select_related("other__mentor_profile", "case").order_by("-created_at")
    rows = [
        {"key": pair.pk, "name": name_of_other(pair), "case": pair.case, "at": pair.created_at}
        for pair in pairs
    ]
    return render(request, "accounts/exclusions.html", {"rows": rows})


@login_required
@require_POST
def exclusion_remove(request: SignedInRequest, key: int) -> HttpResponse:
    """Takes a pair off the list."""
    get_object_or_404(request.user.exclusions, pk=key).delete()
    messages.success(request, _("Removed. You may meet again in new cases."))
    return redirect("accounts:exclusions")
