"""Who reads what: visitors, members, editors; lists, items, documents, feeds, data."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.documents import get_document_model

from home.shipped import load_pages
from knowledge_base.enums import SectionKind
from knowledge_base.models import CollectionItem
from tests import library, people

pytestmark = pytest.mark.django_db

MOST_QUERIES = 15
LISTS = [
    "/library/", "/library/materials/", "/library/collections/pervyi-mesyac/", "/library/feed/", "/library/feed/atom/",
    "/sitemap.xml", "/api/v1/library/resources/",
]  # fmt: skip


def places_naming(client, slug: str) -> list[str]:
    return [path for path in LISTS if slug in client.get(path).content.decode()]


@pytest.fixture
def world():
    opened = library.make_resource("Открытая памятка", "opened")
    closed = library.make_resource("Закрытая памятка", "closed", audience="members")
    library.make_collection(opened, closed)
    return opened, closed


def test_everybody_finds_what_is_open(client, world):
    assert places_naming(client, "/opened/") == LISTS
    assert client.get(world[0].url).status_code == 200


def test_a_visitor_finds_nothing_of_what_is_for_members_and_is_led_to_sign_in(client, world):
    closed = world[1]
    assert places_naming(client, "closed") == []
    answer = client.get(closed.url, follow=True)
    assert answer.redirect_chain == [(f"/accounts/login/?next={closed.url}", 302)]
    page = answer.content.decode()
    assert ("Закрытая" in page, "открыта тем, кто вошёл на портал" in page) == (False, True)
    assert client.get(f"/api/v1/library/resources/{closed.pk}/").status_code == 404


def test_a_member_finds_it_in_the_library_and_nobody_in_the_feeds(client, world):
    client.force_login(people.make_mentee())
    assert places_naming(client, "closed") == LISTS[:3]
    answer = client.get(world[1].url)
    assert (answer.status_code, "Закрытая памятка" in answer.content.decode()) == (200, True)


@pytest.mark.parametrize("kind", SectionKind)
def test_a_closed_section_closes_all_that_stands_in_it(client, kind):
    made = {
        SectionKind.RESOURCES: lambda: library.make_resource(slug="inside"),
        SectionKind.CASES: library.make_solved_case,
        SectionKind.COLLECTIONS: lambda: library.make_collection(slug="inside"),
    }[kind]()
    section = library.below(kind)
    assert [client.get(page.url).status_code for page in (section, made)] == [200, 200]
    library.close_section(kind)
    assert [client.get(page.url).status_code for page in (section, made)] == [302, 302]
    assert made.published_text().members_only is True
    for path in [*LISTS[:1], *LISTS[3:], "/api/v1/library/cases/", "/api/v1/library/collections/"]:
        words = client.get(path).content.decode()
        assert (made.slug in words, f'"{section.url}"' in words) == (False, False), path
    client.force_login(people.make_mentee())
    assert [client.get(page.url).status_code for page in (section, made)] == [200, 200]
    assert section.url in client.get("/library/").content.decode()


def read(client, address: str) -> bytes:
    """A file read to its end, which closes it."""
    answer = client.get(address)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_the_document_of_a_closed_resource_is_closed(client):
    document = get_document_model()(title="Бланк")
    document.file.save("blank.txt", ContentFile(b"form"))
    document.save()
    assert read(client, document.url) == b"form"
    page = library.make_resource(slug="closed", audience="members", type="template", document=document)
    assert client.get(document.url)["Location"] == f"/accounts/login/?next={document.url}"
    page.unpublish()
    assert client.get(document.url).status_code == 404
    vera = people.make_user("vera")
    vera.groups.add(Group.objects.get(name="Editors"))
    client.force_login(vera)
    assert read(client, document.url) == b"form"
    client.force_login(people.make_mentee())
    assert client.get(document.url).status_code == 404
    page.save_revision().publish()
    assert read(client, document.url) == b"form"


def test_a_draft_is_shown_to_no_reader(client, world):
    world[0].unpublish()
    client.force_login(people.make_mentee())
    assert places_naming(client, "opened") == []
    assert client.get(world[0].url).status_code == 404
    assert world[0].published_text() is None


def test_what_the_search_is_told(client):
    page = library.make_resource(subject="biology", stage="basic")
    for number, helped in enumerate([True, True, False]):
        people.make_user(f"u{number}").library_marks.create(page=page, helped=helped)
    text = page.published_text()
    assert (text.kind, text.title, text.url, text.rubrics, text.useful, text.members_only, text.year) == (
        "resource", "Памятка для родителей", "/library/materials/pamyatka/", ("roditeli",), (2, 3), False, 2026,
    )  # fmt: skip
    assert text.text == "С чего начать\nПозвоните сами."
    case = library.make_solved_case(tried_count=7, helped_count=5).published_text()
    assert (case.kind, case.useful, case.rubrics) == ("solved_case", (5, 7), ("roditeli",))
    assert case.text.splitlines()[0] == "Мама ученика пишет мне по ночам."
    assert "Скажите об этом всему классу." in case.text
    assert library.make_collection(page).published_text().kind == "collection"


def queries(client, path: str) -> int:
    """How many queries an address takes once everything that is remembered is remembered."""
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    assert (answer.status_code, len(answer.content) < 100_000) == (200, True), path
    return len(captured)


@pytest.mark.parametrize("who", ["visitor", "olga"])
def test_queries_are_few_and_do_not_grow_with_the_pages(client, who):
    load_pages()
    resource, case = library.make_resource(), library.make_solved_case()
    case.materials.create(resource=resource)
    collection = library.make_collection(resource, case)
    if who == "olga":
        olga = people.make_mentee()
        client.force_login(olga)
        for page in (resource, case, collection):
            olga.saved_items.create(page=page)
            olga.library_marks.create(page=page, helped=True)
    paths = [
        "/library/", "/library/materials/", "/library/cases/", "/library/collections/", resource.url, case.url,
        collection.url, *(["/library/saved/"] if who == "olga" else []), "/library/feed/", "/sitemap.xml",
        "/api/v1/library/resources/?limit=50", "/api/v1/library/cases/?fields=*", "/api/v1/library/collections/",
    ]  # fmt: skip
    few = {path: queries(client, path) for path in paths}
    for number in range(3):
        more = library.make_resource(f"Памятка {number}", f"pamyatka-{number}")
        another = library.make_solved_case(f"Письма {number}")
        case.materials.create(resource=more)
        for place, page in enumerate((more, another)):
            CollectionItem.objects.create(collection=collection, page=page, sort_order=10 + place)
        library.make_collection(more, slug=f"collection-{number}")
        if who == "olga":
            olga.saved_items.create(page=more)
            olga.saved_items.create(page=another)
    many = {path: queries(client, path) for path in paths}
    assert many == few
    assert {path: count for path, count in many.items() if count > MOST_QUERIES} == {}


def test_a_long_section_is_turned_page_by_page(client):
    for number in range(13):
        library.make_resource(f"Памятка {number}", f"pamyatka-{number}")
    pages = [client.get(f"/library/materials/?page={number}") for number in (1, 2, "rubbish")]
    assert [len(page.context["cards"]) for page in pages] == [12, 1, 12]
