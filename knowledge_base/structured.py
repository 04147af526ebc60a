"""What a page tells machines: schema.org data, as JSON-LD."""

from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page

from mentoring.enums import Stage, Subject

EDUCATION = "https://schema.org"


def learning_resource(page: Page, request: HttpRequest, *, summary: str, rubrics=(), facts=None) -> dict:
    """A `LearningResource` (https://schema.org/LearningResource): no person is named in it.

    `facts` bears `subject` and `stage`; addresses are absolute.
    """
    data = {
        "@context": EDUCATION,
        "@type": ["LearningResource", "Article"],
        "name": page.title,
        "headline": page.title,
        "description": summary,
        "url": request.build_absolute_uri(page.get_url(request)),
        "inLanguage": get_language() or "ru",
        "isAccessibleForFree": True,
        "datePublished": page.first_published_at.date().isoformat() if page.first_published_at else None,
        "dateModified": page.last_published_at.date().isoformat() if page.last_published_at else None,
        "keywords": [rubric.title for rubric in rubrics],
        "about": str(Subject(facts.subject).label) if facts and facts.subject else None,
        "educationalLevel": str(Stage(facts.stage).label) if facts and facts.stage else None,
    }
    return {name: value for name, value in data.items() if value}
