"""The closed vocabularies of the library. Values are stored; labels are shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Audience(TextChoices):
    """Who may read: everybody, or those who have signed in."""

    VISITORS = "visitors", _("Everybody")
    MEMBERS = "members", _("Those who have signed in")


class ResourceType(TextChoices):
    """What a resource is."""

    ARTICLE = "article", pgettext_lazy("resource", "Article")
    DOCUMENT = "document", pgettext_lazy("resource", "Document")
    VIDEO = "video", pgettext_lazy("resource", "Video")
    TEMPLATE = "template", pgettext_lazy("resource", "Template")
    LINK = "link", pgettext_lazy("resource", "Link")


class SectionKind(TextChoices):
    """What a section of the library holds; there is one of each."""

    RESOURCES = "resources", _("Resources")
    CASES = "cases", _("Solved cases")
    COLLECTIONS = "collections", _("Collections")


class Kind(TextChoices):
    """What an item of the library is, as readers and the search call it."""

    RESOURCE = "resource", pgettext_lazy("library", "Resource")
    SOLVED_CASE = "solved_case", pgettext_lazy("library", "Solved case")
    COLLECTION = "collection", pgettext_lazy("library", "Collection")
