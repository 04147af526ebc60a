"""Deletion of an account: the person goes, what was published without a name stays."""

import secrets

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from knowledge_base import keeping
from mentoring.departure import let_go
from mentoring.models import Exclusion, MenteeProfile, MentorProfile
from mentoring.privacy.publication import forget_author

from . import signals
from .models import ConsentRecord, MentorInvitation, User
from .portraits import remove_portrait

DEAD_DOMAIN = "deleted.invalid"


@transaction.atomic
def close_account(user: User) -> None:
    """Make an account nameless for good. Every session of it ends.

    Cases keep their row and an author without a name, so that nothing published breaks. `account_closing`
    tells the other rooms first, while the person can still be recognised. A report about somebody stays for
    the moderators, without its owner's name.
    """
    let_go(user)
    forget_author(user)
    signals.account_closing.send(sender=User, user=user)
    dead = f"{secrets.token_hex(12)}@{DEAD_DOMAIN}"
    MentorInvitation.objects.filter(used_by=user).update(email=dead, note="")
    MentorInvitation.objects.filter(email__iexact=user.email).delete()
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    keeping.let_go(user)
    MenteeProfile.objects.filter(user=user).delete()
    MentorProfile.objects.filter(user=user).delete()
    Exclusion.objects.filter(owner=user, report="").delete()
    ConsentRecord.objects.filter(user=user, withdrawn_at__isnull=True).update(withdrawn_at=timezone.now())
    user.groups.clear()
    user.user_permissions.clear()
    remove_portrait(user)
    user.email = dead
    user.first_name = user.last_name = user.patronymic = ""
    user.letters = "off"
    user.last_login = None
    user.is_active = user.is_staff = user.is_superuser = False
    user.set_unusable_password()
    user.save()
