"""«Личный кабинет»: one glance says what waits for me and until when."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.signed_in import SignedInRequest
from mentoring.models import MentorPause, Thanks

from .rows import colleague_rows, commentary_rows, mentee_shelf, mentor_shelf


@login_required
def home(request: SignedInRequest) -> HttpResponse:
    """The author's cases. A mentor who files none is at home among the cases asked of that mentor."""
    shelf = mentee_shelf(request.user)
    if request.user.is_mentor and not shelf and not request.user.is_mentee:
        return redirect("cabinet:mentor")
    return render(request, "cabinet/home.html", {"shelf": shelf})


@login_required
def mentor(request: SignedInRequest) -> HttpResponse:
    """Requests and work of a mentor, load, pauses, thanks. For anybody else there is no such page."""
    if not request.user.is_mentor:
        raise Http404
    profile = request.user.mentor_profile
    thanks = Thanks.objects.filter(consultation__mentor=request.user).order_by("-created_at")
    context = {
        "shelf": mentor_shelf(request.user),
        "asked": [*colleague_rows(request.user), *commentary_rows(request.user)],
        "profile": profile,
        "pauses": MentorPause.objects.filter(mentor=profile, last_day__gte=timezone.localdate()),
        "thanks": [t.text for t in thanks.exclude(text="")[:3]],
        "thanks_count": thanks.count(),
    }
    return render(request, "cabinet/mentor.html", context)
