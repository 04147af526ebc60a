"""What the library does when a case takes a step on its way, inside the transaction of that step."""

from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver

from mentoring.enums import PublicationStatus
from mentoring.signals import publication_moved

from . import drafting, moderation
from .models import SolvedCasePage


@receiver(publication_moved, dispatch_uid="knowledge_base.follow_publication")
def follow_publication(sender, public_case, by=None, **kwargs) -> None:
    """Page and workflow follow the status of the public copy."""
    taken_back = public_case.status in (PublicationStatus.REFUSED, PublicationStatus.WITHDRAWN)
    if taken_back and not SolvedCasePage.objects.filter(public_case=public_case).exists():
        return
    moderation.follow(public_case, by=by)
    if public_case.status == PublicationStatus.PUBLISHED:
        if not SolvedCasePage.objects.live().filter(public_case=public_case).exists():
            drafting.publish_page(public_case)
    else:
        drafting.take_back_page(public_case)


@receiver(pre_save, sender="wagtailimages.Rendition", dispatch_uid="knowledge_base.keep_working_copy")
def keep_working_copy(sender, instance, **kwargs) -> None:
    """Saving forgets the file in which Wagtail has drawn a size of a picture, and leaves it open."""
    instance.working_copy = None if instance.file.closed else instance.file.file


@receiver(post_save, sender="wagtailimages.Rendition", dispatch_uid="knowledge_base.close_working_copy")
def close_working_copy(sender, instance, **kwargs) -> None:
    """The storage has it now."""
    if instance.working_copy is not None:
        instance.working_copy.close()
        instance.working_copy = None
