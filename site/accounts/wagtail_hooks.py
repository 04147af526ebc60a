"""Mentors approved and invited at the staff's desk: hangs the deeds of `mentors` into the Wagtail admin."""

from django import forms
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets import AdminDateInput
from wagtail.admin.widgets.button import HeaderButton

from mentoring.desk.mentors import MentorListView
from mentoring.desk.pages import DeedPage, DeskList, Trail
from mentoring.enums import MentorStatus
from mentoring.models import MentorProfile
from mentoring.refusal import Refused

from . import mentors
from .mentors import MAY_DECIDE, MAY_INVITE
from .models import MentorInvitation
from .pauses import add_pause

VIEW_INVITATIONS = "accounts.view_mentorinvitation"


class ReasonForm(forms.Form):
    """Words for the person."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "It is sent to this person in a letter. Write kindly and say what could be done."
        ),
    )


class PauseForm(forms.Form):
    """Days on which a mentor is proposed to nobody."""

    first_day = forms.DateField(label=gettext_lazy("First day"), widget=AdminDateInput)
    last_day = forms.DateField(label=gettext_lazy("Until, this day included"), widget=AdminDateInput)

    def clean(self) -> dict:
        """An end after the beginning, and still to come."""
        data = super().clean()
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < max(first, timezone.localdate()):
            self.add_error("last_day", _("Choose a day that is still to come and not before the first."))
        return data


class InvitationForm(forms.Form):
    """Whom to invite."""

    email = forms.EmailField(label=gettext_lazy("E-mail"))
    is_external = forms.BooleanField(
        label=gettext_lazy("External expert"),
        required=False,
        help_text=gettext_lazy("Not from the university; readers see it in the profile."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note for yourselves"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Who this is and why. Only moderators see it."),
    )


class MentorDeed(DeedPage):
    """A deed on one mentor."""

    permission = MAY_DECIDE
    header_icon = "user"

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        """Find the mentor."""
        super().setup(request, *args, **kwargs)
        self.profile = get_object_or_404(MentorProfile.objects.select_related("user"), pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Whom it is about."""
        return self.profile.user.get_full_name() or self.profile.user.email

    def trail(self) -> Trail:
        """Below the mentor."""
        return [
            (reverse("desk_mentors:index"), MentorListView.page_title),
            (self.back_url(), self.get_page_subtitle()),
        ]

    def back_url(self) -> str:
        """The mentor."""
        return reverse("desk_mentors:mentor", args=[self.profile.pk])

    def perform(self, data: dict) -> str:
        """Do it in the words of `mentors`, and pass a refusal on in the words of the desk."""
        try:
            return self.decide(data)
        except mentors.Refused as refused:
            raise Refused("state", str(refused.message)) from refused

    def decide(self, data: dict) -> str:
        """The deed itself; returns what to say afterwards."""
        raise NotImplementedError


class ApproveView(MentorDeed):
    """«Одобрить»."""

    page_title = gettext_lazy("Approve the mentor")
    submit_label = gettext_lazy("Approve")

    def question(self) -> str:
        """What follows."""
        return _("From now on this mentor is proposed to authors. A letter tells about it.")

    def decide(self, data: dict) -> str:
        """Approve."""
        mentors.approve(self.profile, by=self.staff)
        return _("The mentor is approved.")


class DeclineView(MentorDeed):
    """«Отклонить»."""

    page_title = gettext_lazy("Decline the application")
    submit_label = gettext_lazy("Decline")
    form_class = ReasonForm
    serious = True

    def question(self) -> str:
        """What follows."""
        return _("The applicant gets a letter with your reason. The application can still be approved later.")

    def decide(self, data: dict) -> str:
        """Decline."""
        mentors.decline(self.profile, by=self.staff, reason=data["reason"])
        return _("The application is declined.")


class SuspendView(MentorDeed):
    """«Приостановить»."""

    page_title = gettext_lazy("Suspend the mentor")
    submit_label = gettext_lazy("Suspend")
    form_class = ReasonForm
    serious = True

    def question(self) -> str:
        """What follows."""
        return _("The mentor is proposed no more. Cases already in work stay there until you release them.")

    def decide(self, data: dict) -> str:
        """Suspend."""
        mentors.suspend(self.profile, by=self.staff, reason=data["reason"])
        return _("The mentor is suspended.")


class PauseView(MentorDeed):
    """«Поставить на паузу»."""

    page_title = gettext_lazy("Pause the mentor")
    submit_label = gettext_lazy("Pause")
    form_class = PauseForm

    def question(self) -> str:
        """What follows."""
        return _("On these days the mentor is proposed to nobody. The mentor sees the pause and can end it.")

    def decide(self, data: dict) -> str:
        """Pause."""
        add_pause(self.profile, **data)
        return _("The pause is written down.")


class InviteView(DeedPage):
    """«Пригласить»."""

    permission = MAY_INVITE
    page_title = gettext_lazy("Invite a mentor")
    header_icon = "mail"
    submit_label = gettext_lazy("Send the invitation")
    form_class = InvitationForm

    def question(self) -> str:
        """What follows."""
        return _(
            "A letter with a link goes to this address. Whoever follows it fills in a profile and starts."
        )

    def trail(self) -> Trail:
        """Below the list of invitations."""
        return [(self.back_url(), InvitationListView.page_title)]

    def back_url(self) -> str:
        """The list of invitations."""
        return reverse("desk_invitations:index")

    def perform(self, data: dict) -> str:
        """Invite."""
        mentors.invite(data["email"], by=self.staff, is_external=data["is_external"], note=data["note"])
        return _("The invitation to %(email)s is on its way.") % {"email": data["email"]}


def _state(invitation: MentorInvitation) -> str:
    if invitation.used_at:
        return _("used")
    return _("waits") if invitation.expires_at > timezone.now() else _("no longer valid")


class InvitationListView(DeskList):
    """Whom we have invited."""

    permission = VIEW_INVITATIONS
    model = MentorInvitation
    page_title = gettext_lazy("Invitations")
    header_icon = "mail"
    index_url_name = "desk_invitations:index"
    index_results_url_name = "desk_invitations:index_results"
    columns = [
        Column("email", label=gettext_lazy("E-mail")),
        Column("state", label=gettext_lazy("State"), accessor=_state),
        Column(
            "external", label=gettext_lazy("External"), accessor=lambda i: _("yes") if i.is_external else ""
        ),
        Column("note", label=gettext_lazy("Note")),
        Column(
            "by",
            label=gettext_lazy("Who invited"),
            accessor=lambda i: i.invited_by.get_full_name() if i.invited_by else "—",
        ),
        DateColumn("created_at", label=gettext_lazy("When")),
        DateColumn("expires_at", label=gettext_lazy("Valid until")),
    ]

    def get_base_queryset(self):
        """Newest first. The token is nobody's to read."""
        return (
            MentorInvitation.objects.select_related("invited_by")
            .defer("token")
            .order_by("-created_at", "-pk")
        )

    @property
    def header_buttons(self) -> list:
        """The button that invites."""
        return [HeaderButton(_("Invite a mentor"), url=reverse("desk_invitations:invite"), icon_name="plus")]


@hooks.register("register_admin_urls")
def mentor_deed_urls() -> list:
    """Addresses of the deeds, below /admin/."""
    deeds = [
        path("<int:pk>/approve/", ApproveView.as_view(), name="approve"),
        path("<int:pk>/decline/", DeclineView.as_view(), name="decline"),
        path("<int:pk>/suspend/", SuspendView.as_view(), name="suspend"),
        path("<int:pk>/pause/", PauseView.as_view(), name="pause"),
    ]
    invitations = [
        path("", InvitationListView.as_view(), name="index"),
        path("results/", InvitationListView.as_view(results_only=True), name="index_results"),
        path("new/", InviteView.as_view(), name="invite"),
    ]
    return [
        path("mentors/", include((deeds, "desk_decisions"))),
        path("invitations/", include((invitations, "desk_invitations"))),
    ]


@hooks.register("construct_mentor_deeds")
def mentor_deeds(request: HttpRequest, profile: MentorProfile) -> list[tuple[str, str]]:
    """What can be done with a mentor as things stand."""
    if not request.user.has_perm(MAY_DECIDE):
        return []
    approve = ("approve", _("Approve"))
    open_deeds = {
        MentorStatus.APPLIED: [approve, ("decline", _("Decline"))],
        MentorStatus.DECLINED: [approve],
        MentorStatus.SUSPENDED: [("approve", _("Let in again"))],
        MentorStatus.APPROVED: [("pause", _("Pause")), ("suspend", _("Suspend"))],
    }[MentorStatus(profile.status)]
    return [(reverse(f"desk_decisions:{name}", args=[profile.pk]), label) for name, label in open_deeds]


@hooks.register("construct_mentor_list_deeds")
def mentor_list_deeds(request: HttpRequest) -> list[tuple[str, str]]:
    """The button above the list of mentors."""
    if not request.user.has_perm(MAY_INVITE):
        return []
    return [(reverse("desk_invitations:invite"), _("Invite a mentor"))]


class InvitationsMenuItem(MenuItem):
    """Shown to those who may look."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Moderators."""
        return request.user.has_perm(VIEW_INVITATIONS)


@hooks.register("register_mentors_menu_item")
def invitations_menu_item() -> MenuItem:
    """Below «Наставники»."""
    url = reverse("desk_invitations:index")
    return InvitationsMenuItem(
        gettext_lazy("Invitations"), url, name="desk-invitations", icon_name="mail", order=20
    )
