"""The library's pages, and what readers keep and say of them."""

from .collection import CollectionItem, CollectionPage
from .front import LibraryIndexPage, LibrarySectionPage
from .keeping import Mark, SavedItem
from .resource import ResourcePage
from .solved_case import CaseMaterial, PublicationRefused, SolvedCasePage
from .tasks import AuthorApprovalTask, DeidentifyTask, PublishTask

__all__ = [
    "AuthorApprovalTask",
    "CaseMaterial",
    "CollectionItem",
    "CollectionPage",
    "DeidentifyTask",
    "LibraryIndexPage",
    "LibrarySectionPage",
    "Mark",
    "PublicationRefused",
    "PublishTask",
    "ResourcePage",
    "SavedItem",
    "SolvedCasePage",
]
