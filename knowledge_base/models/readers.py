"""Who may read a page of the library: the querysets and the door of the page itself ask the same."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Length, Substr
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page, PageManager, PagePermissionTester, PageViewRestriction
from wagtail.query import PageQuerySet

from ..enums import Audience
from .keeping import Mark


def in_members_section():
    """Whether the section in which a page stands is for members only; a condition for queries on pages."""
    from .front import LibrarySectionPage

    section = Substr(OuterRef("path"), 1, Length(OuterRef("path")) - Page.steplen)
    return Exists(LibrarySectionPage.objects.filter(audience=Audience.MEMBERS, path=section))


class LibraryQuerySet(PageQuerySet):
    """Questions one asks of the items of the library."""

    def public_ready(self):
        """What may be shown to some reader at all."""
        return self.live()

    def for_visitors(self):
        """What may be shown to everybody."""
        return self.public_ready().exclude(in_members_section())

    def readable_by(self, user):
        """What this reader may be shown."""
        return self.public_ready() if user.is_authenticated else self.for_visitors()

    def with_marks(self):
        """Each with `marked` (how many readers said something) and `helped` (how many said that it helped)."""
        return self.annotate(marked=_count(), helped=_count(helped=True))


def _count(**marks):
    rows = Mark.objects.filter(page=OuterRef("pk"), **marks).order_by().values("page")
    return Coalesce(
        Subquery(rows.annotate(count=Count("pk")).values("count")), 0, output_field=IntegerField()
    )


LibraryManager = PageManager.from_queryset(LibraryQuerySet)


class OwnAudienceQuerySet(LibraryQuerySet):
    """Items that may be for members only by themselves, whatever their section."""

    def for_visitors(self):
        """What may be shown to everybody."""
        return super().for_visitors().filter(audience=Audience.VISITORS)


OwnAudienceManager = PageManager.from_queryset(OwnAudienceQuerySet)


def hidden_from_visitors() -> Q:
    """Pages of the library that a visitor may not be shown; a condition for queries on `Page`. Live pages only."""
    from .front import LibrarySectionPage
    from .resource import ResourcePage
    from .solved_case import SolvedCasePage

    closed = LibrarySectionPage.objects.filter(audience=Audience.MEMBERS)
    unpublished = SolvedCasePage.objects.exclude(pk__in=SolvedCasePage.objects.live())
    return (
        Q(in_members_section())
        | Q(pk__in=closed.values("pk"))
        | Q(pk__in=ResourcePage.objects.filter(audience=Audience.MEMBERS).values("pk"))
        | Q(pk__in=unpublished.values("pk"))
    )


class LibraryPermissionTester(PagePermissionTester):
    """Who reads is told by the audience alone: Wagtail's own restrictions would be a second truth."""

    def can_set_view_restrictions(self) -> bool:
        """Nobody may, in the library."""
        return False


class FramePermissionTester(LibraryPermissionTester):
    """The frame of the library stays where it is: its addresses are known to the portal."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Nobody may: what stands below would go too."""
        return False

    def can_copy(self) -> bool:
        """There is one of each."""
        return False

    def can_move_to(self, destination) -> bool:
        """Nobody may."""
        return False

    def can_unpublish(self) -> bool:
        """Nobody may: the audience says who reads."""
        return False


class MembersMayRead:
    """A page that asks a visitor to sign in where it is for members only. Stands before `Page`."""

    path: str

    def for_members_only(self) -> bool:
        """Whether a visitor is kept out."""
        raise NotImplementedError

    def permissions_for_user(self, user):
        """What a member of the staff may do with this page."""
        return LibraryPermissionTester(user, self)

    def get_view_restrictions(self):
        """Wagtail's own restrictions on the way from the root, in one query: the library has no aliases."""
        steps = range(Page.steplen, len(self.path) + 1, Page.steplen)
        return PageViewRestriction.objects.filter(page__path__in=[self.path[:end] for end in steps])

    def serve(self, request: HttpRequest, *args, **kwargs):
        """The page; a visitor to a page for members is led to the sign-in and back."""
        if self.for_members_only() and not request.user.is_authenticated:
            messages.info(request, _("This page is open to those who have signed in."))
            return redirect_to_login(request.get_full_path())
        return super().serve(request, *args, **kwargs)


def section_is_for_members(page) -> bool:
    """Whether the section of this page is for members only. One query, none if its section has just routed it."""
    from .front import LibrarySectionPage

    if (section := getattr(page, "routed_by", None)) is not None:
        return section.for_members_only()
    path = page.path[: -Page.steplen]
    return LibrarySectionPage.objects.filter(path=path, audience=Audience.MEMBERS).exists()
