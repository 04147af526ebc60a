"""Every address of the portal."""

from django.conf import settings
from django.contrib.staticfiles.urls import staticfiles_urlpatterns
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from home.sitemap import PublicSitemap
from knowledge_base.api import router as library_api
from knowledge_base.urls import page_urlpatterns as library_pages

handler404 = "config.errors.not_found"

# One door to sign in: Wagtail's own pages for it lead to ours, second factor included.
to_login = RedirectView.as_view(pattern_name="account_login", query_string=True)
to_reset = RedirectView.as_view(pattern_name="account_reset_password")

urlpatterns = [
    path("admin/login/", to_login),
    path("admin/password_reset/", to_reset),
    path("_util/login/", to_login),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # Renditions of the library's pictures, and nothing else below /media/; on several machines the storage serves them.
    path(
        "media/images/<path:path>", serve, {"document_root": settings.MEDIA_ROOT / "images"}, name="pictures"
    ),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("allauth.urls")),
    path("", include("accounts.urls")),
    path("cases/", include("mentoring.urls")),
    path("", include("cabinet.urls")),
    path("library/search/", include("search.urls")),
    path("", include("knowledge_base.urls")),
    path("api/v1/library/", library_api.urls),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": PublicSitemap}}, name="sitemap"),
    path("", include("notices.urls")),
    path("", include("home.urls")),
    path("", include(library_pages)),
    path("", include(wagtail_urls)),
]
if settings.DEBUG:
    urlpatterns = staticfiles_urlpatterns() + urlpatterns
