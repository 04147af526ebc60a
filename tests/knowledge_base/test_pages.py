"""What stands on the pages of the library: words, structure, data for machines, editors' forms, the loader."""

import json

import pytest
from django.contrib.auth.models import Group
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from knowledge_base.blocks import BodyBlock
from knowledge_base.loading import load_library
from knowledge_base.models import CollectionPage, ResourcePage, SolvedCasePage
from mentoring.models import PublicCase
from mentoring.models.rubric import merge
from mentoring.privacy.passages import digest_of
from tests import library, people
from tests.access.payloads import PAYLOADS

pytestmark = pytest.mark.django_db


def test_a_solved_case_is_a_story_from_top_to_bottom(client):
    case = library.make_solved_case(tried_count=7, helped_count=5)
    page = html.fromstring(client.get(case.url).content)
    assert [h1.text_content() for h1 in page.iter("h1")] == ["Письма по ночам"]
    told = page.xpath("string(//article)")
    order = [
        "Попробовали 7, помогло 5", "Мама ученика пишет мне по ночам.", "Просила писать днём.",
        "Как ответить, чтобы не стало хуже?", "Чего боится мама?", "Что сына не заметят.",
        "Как договориться о времени для писем?", "Назовите время", "Ночью тихо.", "Первую неделю проверяют.",
        "Методист", "Скажите об этом всему классу.",
    ]  # fmt: skip
    places = [told.find(words) for words in order]
    assert (min(places) > -1, places == sorted(places)) == (True, True)
    assert page.xpath("//*[@loading='lazy']") == []


def test_machines_are_told_the_same_and_nobody_is_named(client):
    case = library.make_solved_case()
    page = html.fromstring(client.get(case.url).content)
    data = json.loads(page.xpath("string(//script[@type='application/ld+json'])"))
    assert (data["headline"], data["description"], data["url"]) == (
        "Письма по ночам", "Письма по ночам: коротко.", f"http://testserver{case.url}",
    )  # fmt: skip
    assert {"author", "creator", "publisher"} & set(data) == set()
    og = {meta.get("property"): meta.get("content") for meta in page.xpath("//meta[@property]")}
    assert (og["og:title"], og["og:type"]) == ("Письма по ночам", "article")
    assert page.xpath("string(//meta[@name='description']/@content)") == "Письма по ночам: коротко."


@pytest.mark.parametrize("script", PAYLOADS)
def test_no_script_of_an_editor_or_an_author_runs(client, script):
    content = {**library.CONTENT, "situation": script, "question": script}
    case = library.make_solved_case(f"К {script}"[:200], summary=script[:300], content=content)
    resource = library.make_resource(
        f"Р {script}"[:200], summary=script[:300], body=[("heading", script[:150]), ("list", [script])]
    )
    for url in (case.url, resource.url, "/library/"):
        page = html.fromstring(client.get(url).content)
        assert [
            s for s in page.iter("script") if not s.get("src") and s.get("type") != "application/ld+json"
        ] == []
        data = page.xpath("//script[@type='application/ld+json']")
        assert [json.loads(s.text)["name"][:2] for s in data] in ([], ["К "], ["Р "])
        handlers = [name for node in page.iter() for name in node.attrib if name.startswith("on")]
        assert handlers == []
        assert [
            a for a in page.xpath("//@href | //@src | //@action") if a.lower().startswith("javascript:")
        ] == []


WIDGET = BodyBlock().child_blocks["paragraph"].field.widget
ADDRESSES = [
    "https://example.org/",
    "javascript:alert(1)",
    " JaVaScRiPt:alert(1)",
    "data:text/html,<script>",
    '/ok" onclick=x',
]
TEXTS = st.sampled_from(
    ["Слово", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "a & b", "\"'>", "строка\nвторая"]
)
ENTITIES = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["LINK", "DOCUMENT", "IMAGE", "EMBED", "HORIZONTAL_RULE", "SCRIPT"]),
        "mutability": st.just("MUTABLE"),
        "data": st.fixed_dictionaries(
            {"url": st.sampled_from(ADDRESSES), "onclick": st.just("x"), "id": st.just(1)}
        ),
    }
)


@st.composite
def pasted(draw) -> str:
    """What the editor's field sends, as nobody's editor would: any block, any style, any entity, any address."""
    entities = draw(st.lists(ENTITIES, max_size=3))
    blocks = []
    for key in range(draw(st.integers(1, 3))):
        text = draw(TEXTS)
        styles = [
            {"offset": 0, "length": len(text), "style": style}
            for style in draw(
                st.lists(st.sampled_from(["BOLD", "ITALIC", "CODE", "color:red"]), unique=True, max_size=2)
            )
        ]
        ranges = [{"offset": 0, "length": len(text), "key": 0}] if entities and draw(st.booleans()) else []
        kind = draw(st.sampled_from(["unstyled", "header-two", "atomic", "unordered-list-item", "script"]))
        blocks.append(
            {
                "key": str(key),
                "text": text,
                "type": kind,
                "depth": 0,
                "inlineStyleRanges": styles,
                "entityRanges": ranges,
            }
        )
    return json.dumps({"blocks": blocks, "entityMap": {str(n): entity for n, entity in enumerate(entities)}})


def kept(sent: str) -> str:
    """The rich text that is stored."""
    return WIDGET.value_from_datadict({"p": sent}, {}, "p")


@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(pasted())
def test_rich_text_is_cleaned_once_and_for_all(sent):
    """Whatever is sent: the second cleaning finds nothing, and nothing that runs is stored."""
    once = kept(sent)
    # A block that lost its kind becomes a paragraph when it is opened again; then nothing changes any more.
    twice = kept(WIDGET.format_value(once))
    assert kept(WIDGET.format_value(twice)) == twice
    for stored in (once, twice):
        for node in html.fragments_fromstring(f"<div>{stored}</div>")[0].iter():
            assert node.tag in {"div", "p", "b", "i", "a", "br"}
            assert set(node.attrib) <= {"data-block-key", "href", "linktype", "id"}
            assert "script:" not in node.get("href", "").lower()
            assert not node.get("href", "").startswith("data:")


def test_the_control_rich_text_keeps_what_is_allowed():
    block = {
        "key": "k", "text": "Да, конечно", "type": "unstyled", "depth": 0,
        "inlineStyleRanges": [{"offset": 4, "length": 7, "style": "BOLD"}],
        "entityRanges": [{"offset": 0, "length": 2, "key": 0}],
    }  # fmt: skip
    link = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "https://example.org/"}}
    stored = kept(json.dumps({"blocks": [block], "entityMap": {"0": link}}))
    assert stored == '<p data-block-key="k"><a href="https://example.org/">Да</a>, <b>конечно</b></p>'


def test_a_block_that_is_no_block_is_left_out():
    body = BodyBlock().to_python([{"type": "raw_html", "value": "<script>1</script>"}])
    assert list(body) == []


DEMO = {
    "resources.json": [
        {
            "slug": "pamyatka", "title": "Памятка", "summary": "Две строки.", "type": "link", "direction": "problem",
            "rubrics": ["roditeli"], "subject": "", "stage": "basic", "year": 2025, "link": "https://example.org/a",
            "audience": "members",
            "body": [
                {"type": "paragraph", "value": "Раз <b>.\n\nДва."}, {"type": "list", "value": ["а", "б"]},
                {"type": "quote", "value": "Так."},
            ],
        }
    ],
    "solved_cases.json": [
        {
            "slug": "pisma", "title": "Письма", "summary": "Коротко.", "direction": "problem", "rubrics": ["roditeli"],
            "subject": "biology", "stage": "basic", "experience": "0-1", "year": 2025, "tried_count": 7,
            "helped_count": 5, **library.CONTENT,
        }
    ],
    "collections.json": [
        {
            "slug": "pervoe", "title": "Первое", "summary": "С чего начать.", "intro": "Слово.",
            "items": ["pisma", "pamyatka"],
        }
    ],
}  # fmt: skip


def test_the_loader_loads_once_and_leaves_changes_alone(tmp_path, client):
    people.make_rubric()
    for name, rows in DEMO.items():
        (tmp_path / name).write_text(json.dumps(rows), encoding="utf-8")
    assert load_library(tmp_path) == {"resources": 1, "solved cases": 1, "collections": 1}
    ResourcePage.objects.update(title="Изменено")
    assert load_library(tmp_path) == {"resources": 0, "solved cases": 0, "collections": 0}
    resource, case = ResourcePage.objects.get(), PublicCase.objects.get()
    assert (resource.title, resource.audience, resource.live) == ("Изменено", "members", True)
    assert [rubric.slug for rubric in resource.rubrics.all()] == ["roditeli"]
    assert str(resource.body[0].value) == "<p>Раз &lt;b&gt;.</p><p>Два.</p>"
    assert case.digest == digest_of(case.title, case.summary, case.content)
    assert client.get(SolvedCasePage.objects.get().url).status_code == 200
    assert [item.page_id for item in CollectionPage.objects.get().items.all()] == [
        SolvedCasePage.objects.get().pk, resource.pk,
    ]  # fmt: skip


def test_the_digest_is_told_by_every_word_and_not_by_the_order_of_keys():
    one = digest_of("Т", "С", {"a": "1", "b": ["2"]})
    assert one == digest_of("Т", "С", {"b": ["2"], "a": "1"})
    others = [digest_of("Т", "С", {"a": "1", "b": ["3"]}), digest_of("ТС", "", {}), digest_of("Т", "С", {})]
    assert len({one, *others}) == 4


def test_merging_rubrics_takes_the_resources_along():
    page, other = library.make_resource(), people.make_rubric("klass", "Управление классом")
    assert people.make_rubric().in_use() is True
    merge(people.make_rubric(), into=other)
    assert list(ResourcePage.objects.get(pk=page.pk).rubrics.all()) == [other]


def test_an_editor_makes_and_publishes_a_resource(client):
    vera = people.make_user("vera")
    vera.groups.add(Group.objects.get(name="Editors"))
    client.force_login(vera)
    section = library.below("resources")
    add = f"/admin/pages/add/knowledge_base/resourcepage/{section.pk}/"
    assert client.get(add).status_code == 200
    form = {
        "title": "Новая памятка", "slug": "novaya", "type": "article", "summary": "О чём.", "body-count": "0",
        "direction": "problem", "rubrics": [str(people.make_rubric().pk)], "year": "2026", "audience": "visitors",
        "action-publish": "1",
    }  # fmt: skip
    client.post(add, form)
    page = ResourcePage.objects.get(slug="novaya")
    assert (page.live, page.rubrics.count(), client.get(page.url).status_code) == (True, 1, 200)
    wrong = client.post(add, {**form, "slug": "link", "type": "link"})
    assert "Укажите адрес" in wrong.content.decode()
    career = client.post(add, {**form, "slug": "career", "direction": "career"})
    assert "Выберите рубрики того направления" in career.content.decode()
    client.logout()
    assert client.get(page.url).status_code == 200


def test_an_editor_sees_no_case_before_it_is_published(client):
    vera = people.make_user("vera")
    vera.groups.add(Group.objects.get(name="Editors"))
    client.force_login(vera)
    case = library.make_public_case("Секретный заголовок", "preparing")
    page = SolvedCasePage.objects.get(pk=library.move(case, "preparing").page.pk)
    places = [
        f"/admin/pages/{page.get_parent().pk}/", f"/admin/pages/{page.pk}/edit/", f"/admin/pages/{page.pk}/view_draft/",
        f"/admin/pages/{page.pk}/history/", "/admin/pages/search/?q=Секретный",
        f"/admin/pages/{page.pk}/revisions/{page.latest_revision_id}/view/",
        "/admin/reports/site-history/", f"/admin/pages/workflow_history/{page.pk}/",
    ]  # fmt: skip
    shown = [path for path in places if "Секретный заг" in client.get(path, follow=True).content.decode()]
    assert shown == []


def test_the_data_are_what_the_list_allows(client):
    case = library.make_solved_case()
    resource = library.make_resource()
    lists = {
        "cases": {
            "id", "url", "title", "summary", "direction", "subject", "stage", "experience", "year", "rubrics",
            "tried_count", "helped_count",
        },
        "resources": {
            "id", "url", "title", "summary", "type", "direction", "rubrics", "subject", "stage", "year", "link",
        },
    }  # fmt: skip
    for name, fields in lists.items():
        answer = client.get(f"/api/v1/library/{name}/").json()
        assert (answer["meta"]["total_count"], set(answer["items"][0])) == (1, fields)
        assert client.get(f"/api/v1/library/{name}/?fields=owner").status_code == 400
        assert client.get(f"/api/v1/library/{name}/?owner=1").status_code == 400
        assert client.get(f"/api/v1/library/{name}/?limit=51").status_code == 400
        assert client.post(f"/api/v1/library/{name}/", {}).status_code == 405
        assert (
            client.get(f"/api/v1/library/{name}/", headers={"Accept": "text/html"})["Content-Type"]
            == "application/json"
        )
    one = client.get(f"/api/v1/library/cases/{case.pk}/").json()
    assert (one["content"], set(one)) == (library.CONTENT, lists["cases"] | {"content"})
    body = client.get(f"/api/v1/library/resources/{resource.pk}/").json()["body"]
    assert [block["type"] for block in body] == ["heading", "paragraph"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("direction=problem", 1), ("direction=career", 0), ("rubric=roditeli", 1), ("rubric=nothing", 0),
        ("subject=biology", 1), ("stage=primary", 0), ("year=2026", 1), ("year=x", 0), ("year=²", 0),
    ],
)  # fmt: skip
def test_the_data_are_filtered_by_facets(client, query, found):
    library.make_solved_case()
    library.make_resource(subject="biology", stage="basic")
    for name in ("cases", "resources"):
        answer = client.get(f"/api/v1/library/{name}/?{query}")
        assert (answer.status_code, answer.json()["meta"]["total_count"]) == (200, found)


def test_robots_are_told_where_the_map_is(client):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain"
    assert answer.content.decode().splitlines()[-1] == "Sitemap: http://testserver/sitemap.xml"
