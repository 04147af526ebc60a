"""Pages of the library for tests: a published case, a resource, a collection."""

from django.utils import timezone

from knowledge_base.drafting import publish_page
from knowledge_base.enums import SectionKind
from knowledge_base.models import CollectionItem, CollectionPage, LibrarySectionPage, ResourcePage
from knowledge_base.shipped import section
from mentoring.enums import PublicationStatus
from mentoring.models import PublicCase
from mentoring.privacy.passages import digest_of
from mentoring.signals import publication_moved
from tests.people import make_rubric

CONTENT = {
    "situation": "Мама ученика пишет мне по ночам.\n\nЯ отвечаю сразу и не сплю.",
    "tried": "Просила писать днём.",
    "question": "Как ответить, чтобы не стало хуже?",
    "clarifications": [
        {"question": "Чего боится мама?", "kind": "clarifying", "answer": "Что сына не заметят."},
    ],
    "reformulated": "Как договориться о времени для писем?",
    "options": [
        {
            "title": "Часы для писем",
            "steps": ["Назовите время", "Отвечайте только тогда"],
            "expected": "Ночью тихо.",
            "risks": "Первую неделю проверяют.",
        }
    ],
    "commentaries": [{"role": "методист", "text": "Скажите об этом всему классу."}],
}


def make_public_case(title: str = "Письма по ночам", status: str = PublicationStatus.PUBLISHED, **fields):
    """A public copy in this status; nobody is told."""
    texts = {"title": title, "summary": f"{title}: коротко.", "content": CONTENT}
    known = {
        "direction": "problem",
        "subject": "biology",
        "stage": "basic",
        "experience": "0-1",
        "year": 2026,
    }
    case = PublicCase.objects.create(
        **{**texts, **known, "status": status, "digest": digest_of(**texts), **fields},
        published_at=timezone.now() if status == PublicationStatus.PUBLISHED else None,
    )
    case.rubrics.add(make_rubric())
    return case


def move(case: PublicCase, status: str, *, by=None) -> PublicCase:
    """A step of the publication, told as the domain tells it."""
    PublicCase.objects.filter(pk=case.pk).update(status=status)
    case.refresh_from_db()
    publication_moved.send(sender=PublicCase, public_case=case, by=by)
    return case


def make_solved_case(title: str = "Письма по ночам", **fields):
    """The live page of a published case."""
    return publish_page(make_public_case(title, **fields))


def below(kind: SectionKind) -> LibrarySectionPage:
    """A section, read anew."""
    return LibrarySectionPage.objects.get(pk=section(kind).pk)


def make_resource(title: str = "Памятка для родителей", slug: str = "pamyatka", **fields):
    """A live resource."""
    page = ResourcePage(
        **{
            "title": title,
            "slug": slug,
            "summary": f"{title}: две строки.",
            "body": [("heading", "С чего начать"), ("paragraph", "<p>Позвоните сами.</p>")],
            "year": 2026,
            "first_published_at": timezone.now(),
            "last_published_at": timezone.now(),
            **fields,
        }
    )
    below(SectionKind.RESOURCES).add_child(instance=page)
    page.rubrics = [make_rubric()]
    page.save()
    return page


def make_collection(*pages, title: str = "Первый месяц", slug: str = "pervyi-mesyac"):
    """A live collection of these pages."""
    page = CollectionPage(title=title, slug=slug, summary="С чего начать.", first_published_at=timezone.now())
    below(SectionKind.COLLECTIONS).add_child(instance=page)
    page.items = [CollectionItem(page=item, sort_order=order) for order, item in enumerate(pages)]
    page.save()
    return page


def close_section(kind: SectionKind) -> None:
    """A section for members only from now on."""
    LibrarySectionPage.objects.filter(pk=section(kind).pk).update(audience="members")
