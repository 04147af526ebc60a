"""What the pages of the desk share: permission asked first, header, the page that asks before a deed."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin

from ..refusal import Refused

# Pages above a page: addresses and labels, which may be lazy.
Trail = list[tuple[str, Any]]


class NeedsPermission:
    """Asks for `permission` before the view does anything at all; Wagtail answers with its own words."""

    permission: str

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Refuse or go on."""
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class DeskPage(NeedsPermission, WagtailAdminTemplateMixin, View):
    """A page with Wagtail's header. `trail` is what lies above it: pairs of address and label."""

    def trail(self) -> Trail:
        """Pages above this one, the nearest last."""
        return []

    def get_breadcrumbs_items(self) -> list[dict]:
        """Home, the trail, this page."""
        above = [{"url": url, "label": label} for url, label in self.trail()]
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, *above, here]

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Show the page."""
        return self.render_to_response(self.get_context_data())


class DeskList(NeedsPermission, BaseListingView):
    """A list in Wagtail's own look."""

    paginate_by = 30
    table_classname = "listing desk-listing"


class DeedPage(DeskPage):
    """Asks before a deed (GET), does it (POST) and leads back. A refusal is said there, text kept."""

    template_name = "mentoring/desk/confirm.html"
    form_class: type[forms.Form] | None = None
    submit_label = _("Yes")
    serious = False

    @property
    def staff(self) -> Any:
        """Who does it: signed in, since the permission was asked."""
        return self.request.user

    def question(self) -> str:
        """What is about to happen."""
        raise NotImplementedError

    def consequences(self) -> Iterable[str]:
        """What follows from it, a line each."""
        return []

    def perform(self, data: dict) -> str:
        """Do it and return what to say afterwards. Refused or ValidationError in the form stop it."""
        raise NotImplementedError

    def back_url(self) -> str:
        """Where the page leads afterwards, and where «cancel» leads."""
        return reverse("wagtailadmin_home")

    def form(self, data=None) -> forms.Form | None:
        """The form of the page, if it needs one."""
        return self.form_class(data) if self.form_class else None

    def get_context_data(self, **kwargs) -> dict:
        """Everything the page says."""
        kwargs.setdefault("form", self.form())
        form_media = kwargs["form"].media if kwargs["form"] else forms.Media()
        return super().get_context_data(
            question=self.question(),
            consequences=list(self.consequences()),
            submit_label=self.submit_label,
            serious=self.serious,
            back_url=self.back_url(),
            media=form_media,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Do it."""
        form = self.form(request.POST)
        if form is not None and not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            said = self.perform(form.cleaned_data if form is not None else {})
        except Refused as refused:
            return self._refuse(form, refused)
        messages.success(request, said)
        return HttpResponseRedirect(self.back_url(), status=303)

    def _refuse(self, form, refused: Refused) -> HttpResponse:
        if form is not None and refused.field in form.fields:
            form.add_error(refused.field, refused.message)
        context = self.get_context_data(form=form, refused=refused.message)
        return self.render_to_response(context, status=409)
