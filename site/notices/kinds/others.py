"""What colleagues, moderators and people outside a case are told."""

from django.utils.translation import gettext_lazy as _

from .kind import CABINET, OPEN, READ, Kind

FOR_OTHERS = [
    Kind(
        "message",
        _("A new message in the chat of case %(case)s"),
        (_("It is read on the portal only."),),
        _("Open the chat"),
        "chat",
    ),
    Kind(
        "colleague_invited",
        _("A colleague asks for your opinion on case %(case)s"),
        (_("You see the case in the same format as the mentor who asks, until the consultation ends."),),
        READ,
        "opinion",
        waits=True,
    ),
    Kind(
        "colleague_ended",
        _("Your opinion on case %(case)s is needed no more"),
        (_("The consultation has ended. Thank you for your readiness to help."),),
        CABINET,
        "cabinet:mentor",
    ),
    Kind(
        "stuck",
        _("Case %(case)s is stuck"),
        (_("Its mentor has been silent for long. The case stands in the list of those that wait too long."),),
        OPEN,
        waits=True,
    ),
    Kind(
        "nobody_fits",
        _("Nobody fits case %(case)s"),
        (_("No mentor of its rubrics is free. The author waits; the demand is kept in the statistics."),),
        OPEN,
        waits=True,
    ),
    Kind(
        "reported",
        _("Somebody reports a trouble in case %(case)s"),
        (_("Please read the report: the person waits for your attention."),),
        _("Open the staff desk"),
        "wagtailadmin_home",
        waits=True,
    ),
    Kind(
        "reviewed",
        _("There is a private review of the work on case %(case)s"),
        (_("It was written for the lab. The mentor does not see it."),),
        _("Open the staff desk"),
        "wagtailadmin_home",
    ),
    Kind(
        "publication_vetoed",
        _("The author of case %(case)s asks for a change before the publication"),
        (_("The author’s words stand above the text in the publication queue."),),
        _("Open the queue"),
        "desk_publication:index",
        waits=True,
    ),
    Kind(
        "publication_approved",
        _("The author of case %(case)s agrees to the publication"),
        (_("One click in the publication queue puts it into the library."),),
        _("Open the queue"),
        "desk_publication:index",
        waits=True,
    ),
    Kind(
        "commentary_written",
        _("A colleague has written a commentary on a case for the library"),
        (_("It stands below the text of the case in the publication queue: put it in or leave it out."),),
        _("Open the queue"),
        "desk_publication:index",
    ),
    Kind(
        "mentor_applied",
        _("Somebody applies to become a mentor"),
        (_("The application waits for your decision in the staff desk."),),
        _("Open the staff desk"),
        "wagtailadmin_home",
        waits=True,
    ),
    Kind(
        "mentor_approved",
        _("You are a mentor of the portal now"),
        (_("Check your rubrics, your places and your days of rest: requests may come from today on."),),
        _("To the mentor's cabinet"),
        "cabinet:mentor",
        waits=True,
    ),
    Kind(
        "mentor_declined",
        _("Your application was not accepted"),
        (_("Thank you for your wish to help."), "%(reason)s"),
        _("To my profile"),
        "accounts:profile",
        waits=True,
    ),
    Kind(
        "mentor_suspended",
        _("You are not proposed as a mentor for the time being"),
        (_("Cases that you already have stay with you."), "%(reason)s"),
        CABINET,
        "cabinet:mentor",
        waits=True,
    ),
]
