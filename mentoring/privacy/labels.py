"""What a suspected identifier is, and how sure the portal is of it."""

from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _


class Label(models.TextChoices):
    """Kinds of identifiers, as moderators read them."""

    PER = "PER", _("person")
    ORG = "ORG", _("organisation")
    SCHOOL = "SCHOOL", _("school")
    LOC = "LOC", _("place or address")
    PHONE = "PHONE", _("phone number")
    EMAIL = "EMAIL", _("e-mail address")
    URL = "URL", _("link")
    HANDLE = "HANDLE", _("account name")
    CLASS = "CLASS", _("class")
    DATE = "DATE", _("date")
    AGE = "AGE", _("age")
    DOCUMENT = "DOCUMENT", _("document number")
    PLATE = "PLATE", _("number plate")
    POST = "POST", _("post")
    OTHER = "OTHER", _("something else that may identify")


class Tier(models.TextChoices):
    """`sure`: replace without thinking. `check`: a person has to look."""

    SURE = "sure", _("certain")
    CHECK = "check", _("to be looked at")


class Mark(NamedTuple):
    """A piece of the normalised text that may identify, `text[start:end]`."""

    start: int
    end: int
    label: str
    tier: str
