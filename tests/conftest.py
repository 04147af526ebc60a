"""What every test has: no network, letters as rows; and for journeys a running portal and a browser."""

import socket
from collections.abc import Iterator
from ipaddress import ip_address

import pytest

from tests.engines import migrated
from tests.engines.chromium import DESKTOP, PHONE, Pages, running_chromium
from tests.engines.portal import LivePortal, live_portal

# Fixtures of which a test that touches the database has one, whether by its mark or by another fixture.
OF_DATABASES = {"db", "transactional_db", "django_db_setup", "live_server", "portal_server"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What touches no database asks the same of each: it is marked `once`."""
    for item in items:
        used = set(getattr(item, "fixturenames", ()))
        if not item.get_closest_marker("django_db") and not used & OF_DATABASES:
            item.add_marker("once")


@pytest.fixture(scope="session", autouse=True)
def _loopback_only() -> Iterator[None]:
    """Refuse every connection that leaves this machine: the portal needs none, and a test none either."""

    def guarded(connect):
        def connect_here(self, address):
            if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
                self.close()
                raise AssertionError(f"A connection to {address[0]} was tried; tests stay on this machine.")
            return connect(self, address)

        return connect_here

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))
        yield


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(scope="session", autouse=True)
def _letters_are_rows(django_test_environment: None) -> Iterator[None]:
    """Give back the outbox of the portal, which Django's test environment replaces by a list in memory."""
    from django.conf import settings

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "EMAIL_BACKEND", "post_office.EmailBackend")
        yield


@pytest.fixture(scope="session")
def django_db_keepdb(
    request: pytest.FixtureRequest, django_db_modify_db_settings: None, django_db_keepdb: bool
) -> bool:
    """Start from a copy of the migrated database, of this run or of an earlier one, while no migration has changed."""
    return migrated.bring(request.config) or django_db_keepdb


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker) -> None:
    """Keep a copy of the migrated database for the next run."""
    with django_db_blocker.unblock():
        migrated.keep(request.config)


@pytest.fixture(scope="session", autouse=True)
def _roots_after_a_flush() -> Iterator[None]:
    """A test of transactions empties every table; what Wagtail's migrations laid is laid again for the next test."""
    from django.db.models.signals import post_migrate

    def lay(sender, **kwargs) -> None:
        from django.contrib.contenttypes.models import ContentType
        from wagtail.models import Collection, Locale, Page, Site

        from accounts.roles import ensure_roles

        if sender.label != "wagtailcore":
            return
        locale, _made = Locale.objects.get_or_create(language_code="ru")
        if not Page.objects.exists():
            kind = ContentType.objects.get_for_model(Page)
            root = Page.add_root(title="Root", slug="root", content_type=kind, locale=locale)
            home = root.add_child(instance=Page(title="Home", slug="home", locale=locale))
            Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
        if not Collection.objects.exists():
            Collection.add_root(name="Root")
        # The roles have heard of the flush before there were roots to give them.
        ensure_roles()

    post_migrate.connect(lay, dispatch_uid="tests.roots_after_a_flush")
    yield
    post_migrate.disconnect(dispatch_uid="tests.roots_after_a_flush")


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Start each test with nothing remembered: rate limits and fragments are kept in the cache."""
    yield
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(scope="session")
def portal_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivePortal]:
    """A real portal at `.url` with rubrics and without people; `.manage("load_demo")` brings some."""
    with live_portal(tmp_path_factory.mktemp("portal") / "var") as portal:
        yield portal


@pytest.fixture(scope="session")
def chromium():
    """The browser; it fails when Chromium is missing."""
    with running_chromium() as browser:
        yield browser


@pytest.fixture
def phone(chromium, portal_server: LivePortal) -> Iterator[Pages]:
    """`phone()` opens a page 390 × 844 of a new visitor; `phone(color_scheme="dark")` at night."""
    pages = Pages(chromium, portal_server.url, PHONE, touch=True)
    yield pages
    pages.close()


@pytest.fixture
def desktop(chromium, portal_server: LivePortal) -> Iterator[Pages]:
    """`desktop()` opens a page 1280 × 900 of a new visitor; `desktop(color_scheme="dark")` at night."""
    pages = Pages(chromium, portal_server.url, DESKTOP, touch=False)
    yield pages
    pages.close()
