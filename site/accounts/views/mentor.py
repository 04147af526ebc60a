"""The mentor's own pages: profile, photo, pauses, text modules. Only for mentors."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mentoring.enums import MentorStatus
from mentoring.models import MentorProfile, TextModule

from ..forms import MentorForm, PauseForm, PortraitForm, TextModuleForm
from ..mentors import save_answers
from ..pauses import add_pause, remove_pause
from ..portraits import remove_portrait, set_portrait
from ..signed_in import SignedInRequest

OWN_PAGES = (MentorStatus.APPROVED, MentorStatus.SUSPENDED)


def mentor_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives the view the mentor's own profile; 404 for whoever is not a mentor."""

    @login_required
    @wraps(view)
    def with_profile(request: SignedInRequest, *args, **kwargs) -> HttpResponse:
        profile = MentorProfile.objects.filter(user=request.user, status__in=OWN_PAGES).first()
        if profile is None:
            raise Http404
        return view(request, profile, *args, **kwargs)

    return with_profile


@mentor_page
@require_http_methods(["GET", "POST"])
def mentor(request: SignedInRequest, profile: MentorProfile) -> HttpResponse:
    """What others see, and on which terms this mentor helps."""
    form = MentorForm(request.POST or None, profile=profile)
    if request.method == "POST" and form.is_valid():
        save_answers(profile, form.answers())
        messages.success(request, _("Saved. Cases are matched by this from now on."))
        return redirect("accounts:mentor")
    return render(request, "accounts/mentor.html", {"form": form, "profile": profile})


@mentor_page
@require_http_methods(["GET", "POST"])
def portrait(request: SignedInRequest, profile: MentorProfile) -> HttpResponse:
    """The photo."""
    form = PortraitForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data["portrait"]
        set_portrait(request.user, content=clean.content, extension=clean.extension)
        messages.success(request, _("The photo is kept."))
        return redirect("accounts:portrait")
    return render(request, "accounts/portrait.html", {"form": form, "profile": profile})


@mentor_page
@require_POST
def portrait_remove(request: SignedInRequest, profile: MentorProfile) -> HttpResponse:
    """Takes the photo away."""
    remove_portrait(request.user)
    messages.success(request, _("The photo is deleted."))
    return redirect("accounts:portrait")


@mentor_page
@require_http_methods(["GET", "POST"])
def pauses(request: SignedInRequest, profile: MentorProfile) -> HttpResponse:
    """«Не беспокоить»."""
    form = PauseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        add_pause(profile, first_day=form.cleaned_data["first_day"], last_day=form.cleaned_data["last_day"])
        messages.success(request, _("On these days no new cases will be sent to you."))
        return redirect("accounts:pauses")
    ahead = profile.pauses.filter(last_day__gte=timezone.localdate())
    return render(request, "accounts/pauses.html", {"form": form, "profile": profile, "pauses": ahead})


@mentor_page
@require_POST
def pause_remove(request: SignedInRequest, profile: MentorProfile, key: int) -> HttpResponse:
    """Ends a pause."""
    if not remove_pause(profile, key=key):
        raise Http404
    messages.success(request, _("Removed. New cases may be sent to you on these days."))
    return redirect("accounts:pauses")


@mentor_page
@require_GET
def modules(request: SignedInRequest, profile: MentorProfile) -> HttpResponse:
    """Own pieces of text."""
    return render(request, "accounts/modules.html", {"modules": profile.text_modules.all()})


@mentor_page
@require_http_methods(["GET", "POST"])
def module(request: SignedInRequest, profile: MentorProfile, key: int | None = None) -> HttpResponse:
    """Writes or changes one piece of text."""
    own = TextModule(mentor=profile) if key is None else get_object_or_404(profile.text_modules, pk=key)
    form = TextModuleForm(request.POST or None, instance=own)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("accounts:modules")
    return render(request, "accounts/module.html", {"form": form, "module": own})


@mentor_page
@require_POST
def module_remove(request: SignedInRequest, profile: MentorProfile, key: int) -> HttpResponse:
    """Deletes one piece of text."""
    get_object_or_404(profile.text_modules, pk=key).delete()
    messages.success(request, _("Deleted."))
    return redirect("accounts:modules")
