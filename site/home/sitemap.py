"""The map of the site for search engines: public pages, of the library only what every visitor may read."""

from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page

from knowledge_base.models.readers import hidden_from_visitors


class PublicSitemap(Sitemap):
    """Every page that a visitor may read."""

    def items(self):
        """Pages in the order of the tree."""
        root = self.get_wagtail_site().root_page
        pages = Page.objects.descendant_of(root, inclusive=True).live().public()
        return pages.exclude(hidden_from_visitors()).order_by("path").defer_streamfields().specific()
