"""Registers the room `search` and its ears."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_delete, post_save, pre_save
        from wagtail import signals as wagtail

        from mentoring.signals import publication_counted

        from . import receivers

        for signal, receiver in (
            (wagtail.page_published, receivers.on_published),
            (wagtail.page_unpublished, receivers.on_unpublished),
            (wagtail.page_slug_changed, receivers.on_moved),
            (wagtail.post_page_move, receivers.on_moved),
            (pre_save, receivers.on_saved),
            (post_delete, receivers.on_deleted),
            (publication_counted, receivers.on_counted),
        ):
            signal.connect(receiver, dispatch_uid=f"search.{receiver.__name__}")
        post_save.connect(
            receivers.on_rubric_saved, sender="mentoring.Rubric", dispatch_uid="search.on_rubric_saved"
        )
        # What readers say of a page, where the library asks them.
        if mark := self.apps.get_app_config("knowledge_base").models.get("mark"):
            for signal in (post_save, post_delete):
                signal.connect(receivers.on_marked, sender=mark, dispatch_uid="search.on_marked")
