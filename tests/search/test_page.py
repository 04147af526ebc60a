"""The page of the search as people and as nonsense meet it."""

import random
import time

import pytest
from django.urls import reverse

from search import catalogue, interface
from search.correction import corrected
from search.snippets import snippet
from search.wording import groups
from tests.access.world import signed_in
from tests.people import make_mentee
from tests.search.library import make_text

pytestmark = pytest.mark.django_db
RESULTS, SUGGEST, RELATED = (reverse(f"search:{name}") for name in ("results", "suggest", "related"))
PIECES = (
    *(
        "'",
        '"',
        "\\",
        "\0",
        "*",
        "NEAR(",
        "AND",
        "OR",
        "NOT",
        "title_lemmas:",
        "{",
        "}",
        "(",
        ")",
        "^",
        "+",
        "-",
    ),
    *(
        "%",
        "_",
        ";--",
        ":*",
        "&",
        "|",
        "!",
        "<->",
        "ё",
        "й",
        "\u0301",
        "\u202e",
        "😀",
        "ﬁ",
        "İ",
        "ß",
        "½",
        "²",
        "٣",
    ),
    *(
        "родители",
        "урок ",
        "  ",
        "\n",
        "hjlbntkb",
        "[j,,b",
        "a" * 70,
        "ы" * 300,
        "1e309",
        "-1",
        "\ud800",
        "<script>",
    ),
)


def test_a_visitor_reads_marked_titles_and_nothing_of_the_others(client):
    interface.index(make_text(1, title="Разговор <i>с</i> родителем", useful=(5, 7)))
    interface.index(make_text(2, title="Родители для своих", members_only=True))
    page = client.get(RESULTS, {"q": "радители"}).content.decode()
    assert "Разговор &lt;i&gt;с&lt;/i&gt; <mark>родителем</mark>" in page
    assert "для своих" not in page
    assert "Показываем по запросу «родители»" in page
    assert "?q=%D1%80%D0%B0%D0%B4%D0%B8%D1%82%D0%B5%D0%BB%D0%B8&amp;exact=1" in page
    assert "Помогло 5 из 7" in page
    member = signed_in(make_mentee()).get(RESULTS, {"q": "родители"})
    assert "<mark>Родители</mark> для своих" in member.content.decode()
    assert "no-store" in member["Cache-Control"]


def test_facets_are_links_that_can_be_taken_away(client):
    interface.index(make_text(1, title="Чат", kind="solved_case", subject="physics"))
    interface.index(make_text(2, title="Чат", subject="biology"))
    context = client.get(RESULTS, {"q": "чат", "kind": "solved_case", "subject": "physics"}).context
    assert [item["url"] for item in context["chosen"]] == [
        "?q=%D1%87%D0%B0%D1%82&subject=physics",
        "?q=%D1%87%D0%B0%D1%82&kind=solved_case",
    ]
    assert context["reset"] == "?q=%D1%87%D0%B0%D1%82"
    assert context["results"].total == 1


def test_nothing_found_says_what_to_try(client):
    page = client.get(RESULTS, {"q": "жираф"})
    assert (page.status_code, page.context["results"].total) == (200, 0)
    assert "Ничего не нашлось" in page.content.decode()


def test_a_page_too_far_is_the_last_one(client):
    for key in range(1, 26):
        interface.index(make_text(key, title="Чат"))
    page = client.get(RESULTS, {"page": "9999"})
    assert (page.context["page_obj"].number, len(page.context["results"].items)) == (2, 5)


def test_what_is_typed_in_a_case_finds_cards_and_is_kept_nowhere(
    client, caplog, django_assert_max_num_queries
):
    interface.index(make_text(1, title="Мама пишет ночью", text="Чат, учитель, ночь"))
    assert client.post(RELATED, {"situation": "Мама пишет"}).status_code == 302
    olga = signed_in(make_mentee())
    catalogue.current()
    with django_assert_max_num_queries(11) as asked:
        page = olga.post(
            RELATED, {"situation": "Мама пишет ночью, тайна-приметное", "rubrics": ["1", "x", "٣"]}
        )
    assert "Мама пишет ночью" in page.content.decode()
    assert [query["sql"][:40] for query in asked if not query["sql"].startswith("SELECT")] == []
    assert "приметное" not in caplog.text + page.content.decode()
    assert olga.get(RELATED).status_code == 405


def test_who_asks_for_likeness_too_often_waits(settings):
    settings.ACCOUNT_RATE_LIMITS = {"related": "2/m/user"}
    olga = signed_in(make_mentee())
    assert [olga.post(RELATED, {"title": "Чат"}).status_code for _ in range(3)] == [200, 200, 429]


def nonsense(dice: random.Random) -> str:
    """Anything at all, of the pieces that break things."""
    return "".join(dice.choice(PIECES) for _ in range(dice.randint(0, 6)))


@pytest.mark.parametrize("chance", range(4))
def test_nonsense_in_every_parameter_gets_an_answer(client, chance):
    interface.index(make_text(1, title="Родители и урок", text="Текст про всё на свете"))
    dice = random.Random(chance)
    names = ("q", "direction", "rubric", "kind", "type", "subject", "stage", "year", "order", "page", "exact")
    slow, wrong = [], []
    for _ in range(250):
        given = {
            name: nonsense(dice).encode("utf-8", "replace") for name in dice.sample(names, dice.randint(1, 4))
        }
        address = dice.choice((RESULTS, SUGGEST))
        start = time.perf_counter()
        status = client.get(address, given).status_code
        if time.perf_counter() - start > 2:
            slow.append(given)
        if status != 200:
            wrong.append((status, given))
    assert (wrong, slow) == ([], [])


@pytest.mark.parametrize(
    "long",
    ["а" * 100_000, "а-" * 50_000, "« " * 50_000, "a;[']" * 20_000, "урок. " * 16_000],
    ids=["one word", "hyphens", "quotes", "other layout", "one word again and again"],
)
def test_a_hostile_text_costs_in_proportion_to_its_length(long):
    def seconds(text: str) -> float:
        start = time.perf_counter()
        snippet(text, groups("урок"))
        corrected(text[:200], lambda lemmas: {})
        interface.related(text, member=True)
        return time.perf_counter() - start

    seconds(long[:1000])
    half, whole = seconds(long[: len(long) // 2]), seconds(long)
    assert whole < 4 * half + 0.5
