"""What accounts does when allauth says that something happened."""

from allauth.account.signals import email_changed
from django.contrib.auth import update_session_auth_hash
from django.dispatch import receiver


@receiver(email_changed, dispatch_uid="accounts.keep_own_session")
def keep_own_session(sender, request, user, **kwargs) -> None:
    """A new e-mail ends every session but the one in which it was changed."""
    if request is not None and request.user.is_authenticated and request.user.pk == user.pk:
        update_session_auth_hash(request, user)
