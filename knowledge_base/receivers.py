"""What the library does when a case takes a step on its way, inside the transaction of that step."""

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
