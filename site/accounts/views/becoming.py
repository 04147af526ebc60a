"""Pages by which one becomes a mentor, and the page by which others know a mentor."""

import mimetypes
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mentoring.enums import MentorStatus
from mentoring.models import MentorProfile
from mentoring.refusal import Refused

from .. import mentors
from ..forms import MentorForm
from ..signed_in import SignedInRequest


@login_required
@require_http_methods(["GET", "POST"])
def apply(request: SignedInRequest) -> HttpResponse:
    """The application; what was decided, when it was."""
    profile = MentorProfile.objects.filter(user=request.user).first()
    if profile and profile.status in (MentorStatus.APPROVED, MentorStatus.SUSPENDED):
        return redirect("accounts:mentor")
    form = MentorForm(request.POST or None, profile=profile)
    if request.method == "POST" and form.is_valid():
        try:
            mentors.apply(request.user, form.answers())
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(
                request, _("Your application is with the moderators. The answer comes by e-mail.")
            )
        return redirect("accounts:apply")
    return render(request, "accounts/apply.html", {"form": form, "profile": profile})


@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a link of invitation."""
    found = mentors.open_invitation(token)
    if found is None:
        return render(request, "accounts/invitation_closed.html", status=410)
    if not request.user.is_authenticated:
        return render(request, "accounts/invitation.html", {"here": request.path})
    profile = MentorProfile.objects.filter(user=request.user).first()
    form = MentorForm(request.POST or None, profile=profile)
    if request.method == "POST" and form.is_valid():
        try:
            mentors.accept_invitation(token, request.user, answers=form.answers())
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect("accounts:invitation", token=token)
        messages.success(
            request, _("Welcome! You are a mentor now. New requests will appear in your cabinet.")
        )
        return redirect("accounts:mentor")
    return render(request, "accounts/invitation_form.html", {"form": form})


@login_required
@require_GET
def mentor_public(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """What every signed-in user may know of a mentor."""
    profile = get_object_or_404(
        MentorProfile.objects.approved().select_related("user").prefetch_related("rubrics"),
        public_id=public_id,
    )
    return render(
        request,
        "accounts/mentor_public.html",
        {
            "name": profile.user.get_full_name(),
            "profile": profile,
            "has_portrait": bool(profile.user.portrait),
            "rubrics": [rubric for rubric in profile.rubrics.all() if not rubric.retired],
        },
    )


@login_required
@require_GET
def mentor_portrait(request: SignedInRequest, public_id: UUID) -> FileResponse:
    """The photo of an approved mentor, or one's own."""
    profile = get_object_or_404(MentorProfile.objects.select_related("user"), public_id=public_id)
    shown = profile.user_id == request.user.pk or (
        profile.status == MentorStatus.APPROVED and profile.user.is_active
    )
    picture = profile.user.portrait
    if not shown or not picture or not picture.storage.exists(picture.name):
        raise Http404
    kind, _encoding = mimetypes.guess_type(picture.name)
    return FileResponse(
        picture.open("rb"), content_type=kind or "image/jpeg", headers={"X-Content-Type-Options": "nosniff"}
    )
