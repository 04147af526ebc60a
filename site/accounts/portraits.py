"""Portraits of mentors: kept under names that say nothing, shown only to those who are signed in."""

import secrets

from django.core.files.base import ContentFile
from django.db import transaction

from .models import User


@transaction.atomic
def set_portrait(user: User, *, content: ContentFile, extension: str) -> None:
    """Keep a picture that `mentoring.uploads` has cleaned, and let the former one go."""
    former = user.portrait.name
    user.portrait.save(f"{secrets.token_hex(16)}.{extension}", content, save=False)
    user.save(update_fields=["portrait"])
    _forget(user, former)


@transaction.atomic
def remove_portrait(user: User) -> None:
    """Show the drawing again."""
    former = user.portrait.name
    user.portrait = ""
    user.save(update_fields=["portrait"])
    _forget(user, former)


def _forget(user: User, name: str) -> None:
    if name:
        storage = user.portrait.storage
        # A file cannot be rolled back: it goes when the row is certain.
        transaction.on_commit(lambda: storage.delete(name))
