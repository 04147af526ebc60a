"""The words of a page as plain text: what the search indexes."""

from collections.abc import Iterator

from wagtail.rich_text import get_text_for_indexing


def of_body(body) -> str:
    """All words of a StreamField, one block a line."""
    return "\n".join(text for block in body for text in block.block.get_searchable_content(block.value))


def of_rich_text(source: str) -> str:
    """The words of rich text without its marks."""
    return get_text_for_indexing(source)


def of_case(content: dict) -> str:
    """All words of the texts of a `PublicCase`, a part a line, in the order of the page."""
    return "\n".join(text for text in _strings(content) if text)


def _strings(content: dict) -> Iterator[str]:
    yield from (content.get(name, "") for name in ("situation", "tried", "question"))
    for row in content.get("clarifications", []):
        yield from (row["question"], row["answer"])
    yield content.get("reformulated", "")
    for option in content.get("options", []):
        yield from (option["title"], *option["steps"], option["expected"], option["risks"])
    for commentary in content.get("commentaries", []):
        yield commentary["text"]
