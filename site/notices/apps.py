"""Registers the room `notices` and its ears."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "notices"
    verbose_name = _("Notices")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import signals as accounts
        from mentoring import signals as mentoring

        from . import telling

        for signal, receiver in (
            (mentoring.case_moved, telling.on_case_moved),
            (mentoring.move_nudged, telling.on_move_nudged),
            (mentoring.after_check_due, telling.on_after_check_due),
            (mentoring.nobody_fits, telling.on_nobody_fits),
            (mentoring.message_sent, telling.on_message_sent),
            (mentoring.commentary_moved, telling.on_commentary_moved),
            (mentoring.commentary_due, telling.on_commentary_due),
            (accounts.mentor_applied, telling.on_mentor_applied),
            (accounts.mentor_approved, telling.on_mentor_approved),
            (accounts.mentor_declined, telling.on_mentor_declined),
            (accounts.mentor_suspended, telling.on_mentor_suspended),
            (accounts.mentor_invited, telling.on_mentor_invited),
            (accounts.account_closing, telling.on_account_closing),
            (accounts.own_data_asked, telling.on_own_data_asked),
        ):
            signal.connect(receiver, dispatch_uid=f"notices.{receiver.__name__}")
