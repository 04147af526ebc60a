"""What is new in the library, as RSS and Atom: only what everybody may read."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from .models import ResourcePage, SolvedCasePage

IN_THE_FEED = 30


class LibraryFeed(Feed):
    """The newest resources and solved cases."""

    def get_object(self, request: HttpRequest, *args, **kwargs) -> HttpRequest:
        """The request itself: addresses of pages are told by it without further queries."""
        return request

    def title(self) -> str:
        """The name of the feed."""
        return _("The library of Your mentor")

    def description(self) -> str:
        """What is in it."""
        return _("New solved cases and resources.")

    def link(self) -> str:
        """The front of the library."""
        return reverse("library:front")

    def items(self, request: HttpRequest) -> list[tuple]:
        """(page, request) of the newest, whatever their kind. Three queries."""
        cases = SolvedCasePage.objects.for_visitors().public().select_related("public_case")
        resources = ResourcePage.objects.for_visitors().public().defer("body")
        newest = [
            *cases.order_by("-first_published_at")[:IN_THE_FEED],
            *resources.order_by("-first_published_at")[:IN_THE_FEED],
        ]
        newest.sort(key=lambda page: page.first_published_at, reverse=True)
        return [(page, request) for page in newest[:IN_THE_FEED]]

    def item_title(self, item: tuple) -> str:
        """Of the public copy where there is one."""
        page = item[0]
        return page.public_case.title if isinstance(page, SolvedCasePage) else page.title

    def item_description(self, item: tuple) -> str:
        """Two lines."""
        page = item[0]
        return page.public_case.summary if isinstance(page, SolvedCasePage) else page.summary

    def item_link(self, item: tuple) -> str:
        """The page."""
        page, request = item
        return page.get_url(request)

    def item_pubdate(self, item: tuple) -> datetime:
        """When it came into the library."""
        return item[0].first_published_at


class LibraryAtomFeed(LibraryFeed):
    """The same as Atom."""

    feed_type = Atom1Feed

    def subtitle(self) -> str:
        """What is in it."""
        return self.description()
