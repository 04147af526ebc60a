"""The main navigation for this reader."""

from collections.abc import Callable

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from mentoring.models import Case


def navigation(request: HttpRequest) -> dict:
    """Context processor: `nav`, worked out only where a template asks for it (base.html says what it holds)."""
    return {"nav": SimpleLazyObject(lambda: _nav(request))}


def _nav(request: HttpRequest) -> dict:
    user = getattr(request, "user", None)
    item = _marker(request)
    guides = [
        item(_("A work problem"), "home:guide", direction="problem"),
        item(_("A career question"), "home:guide", direction="career"),
    ]
    library = item(_("Library"), "library:front", place="library")
    privacy = reverse("accounts:consent_text", args=["personal_data"])
    if user is None or not user.is_authenticated:
        return {"items": [entry for entry in [library, *guides] if entry], "privacy_url": privacy}
    items = [item(_("My cases"), "cabinet:home", place="cases")]
    if user.is_mentor:
        items.append(item(_("I am a mentor"), "cabinet:mentor"))
    items.append(library)
    account = [
        item(_("My saved items"), "library:saved"),
        item(_("Profile"), "accounts:profile"),
        item(_("Letters and privacy"), "accounts:settings"),
    ]
    if user.has_perm("wagtailadmin.access_admin"):
        account.append(item(_("Staff desk"), "wagtailadmin_home"))
    return {
        "items": [entry for entry in [*items, *guides] if entry],
        "account": [entry for entry in account if entry],
        "privacy_url": privacy,
        "account_name": user.first_name,
        "waiting_count": Case.objects.waiting_for(user).count(),
    }


def _marker(request: HttpRequest) -> Callable[..., dict | None]:
    def item(label: str, name: str, *, place: str = "", **kwargs: str) -> dict | None:
        try:
            url = reverse(name, kwargs=kwargs)
        except NoReverseMatch:
            return None
        # Whoever reads a page of the library is in the library.
        here = request.path == url or (place == "library" and request.path.startswith(url))
        return {"label": label, "url": url, "current": here, "place": place}

    return item
