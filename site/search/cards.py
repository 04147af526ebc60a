"""What a reader sees of documents: cards, titles and facets with words on them."""

from collections.abc import Mapping, Sequence

from django.utils.translation import pgettext

from mentoring.enums import Direction, Stage, Subject
from mentoring.models import Rubric

from .found import FACETS, FacetValue, Hit, Suggestion
from .models import Body, DocumentRubric
from .ranking import Candidate
from .snippets import found, segments, snippet
from .wording import Group


def kind_labels() -> dict[str, str]:
    """Kinds of documents in words."""
    return {
        "resource": pgettext("library", "Resource"),
        "solved_case": pgettext("library", "Solved case"),
        "collection": pgettext("library", "Collection"),
    }


def type_labels() -> dict[str, str]:
    """Types of resources in words."""
    return {
        "article": pgettext("resource", "Article"),
        "document": pgettext("resource", "Document"),
        "video": pgettext("resource", "Video"),
        "template": pgettext("resource", "Template"),
        "link": pgettext("resource", "Link"),
    }


def rubric_titles() -> dict[str, str]:
    """Titles of all rubrics by their short names, in the order of the tree."""
    return dict(Rubric.objects.values_list("slug", "title"))


def _bodies(keys: Sequence[int], *, member: bool) -> dict[int, Body]:
    """The texts of documents that this reader may see at this very moment, whatever was remembered of them."""
    bodies = Body.objects.select_related("document").defer(
        "title_lemmas", "summary_lemmas", "text_lemmas", "kin"
    )
    return (bodies if member else bodies.filter(document__members_only=False)).in_bulk(keys)


def hits(
    keys: Sequence[int], asked: Sequence[Group], titles: Mapping[str, str], *, member: bool
) -> list[Hit]:
    """Cards of documents in the given order, with the words that were asked for marked."""
    bodies = _bodies(keys, member=member)
    rubrics: dict[int, list[str]] = {}
    for key, slug in (
        DocumentRubric.objects.filter(document_id__in=keys).order_by("pk").values_list("document_id", "slug")
    ):
        if slug in titles:
            rubrics.setdefault(key, []).append(titles[slug])
    kinds, types = kind_labels(), type_labels()
    return [_hit(bodies[key], asked, rubrics.get(key, []), kinds, types) for key in keys if key in bodies]


def _hit(body: Body, asked: Sequence[Group], rubrics: list[str], kinds: dict, types: dict) -> Hit:
    document = body.document
    title, summary = (list(found(text, asked)) for text in (body.title, body.summary))
    # The summary is enough when it and the title have every word.
    enough = len({mark.lemma for mark in (*title, *summary)}) >= len(asked)
    return Hit(
        page_id=document.page_id,
        kind=document.kind,
        kind_label=kinds.get(document.kind, ""),
        type=document.type,
        type_label=types.get(document.type, ""),
        url=body.url,
        title=segments(body.title, asked, title),
        summary=segments(body.summary, asked, summary),
        snippet=[] if enough else snippet(body.text, asked),
        rubrics=rubrics,
        helped=document.helped,
        tried=document.tried,
        members_only=document.members_only,
        published_at=document.published_at,
    )


def candidates(keys: Sequence[int]) -> list[Candidate]:
    """Documents as ranking sees them."""
    rows = Body.objects.filter(pk__in=keys).values_list(
        "pk", "title_lemmas", "summary_lemmas", "text_lemmas", "document__prior"
    )
    return [Candidate(*row) for row in rows]


def suggestions(keys: Sequence[int], asked: Sequence[Group], *, member: bool) -> list[Suggestion]:
    """Titles of documents in the given order."""
    bodies = _bodies(keys, member=member)
    kinds = kind_labels()
    return [
        Suggestion(
            segments(body.title, asked), body.url, body.document.kind, kinds.get(body.document.kind, "")
        )
        for body in (bodies[key] for key in keys if key in bodies)
    ]


def labelled(
    counts: Mapping[str, Mapping[str, int]], titles: Mapping[str, str]
) -> dict[str, list[FacetValue]]:
    """The values of each facet with their words: in the order of the vocabulary, years from the newest."""
    years = sorted((value for value in counts["year"] if value not in ("", "0")), reverse=True)
    words: dict[str, Mapping[str, str]] = {
        "direction": {value: str(label) for value, label in Direction.choices},
        "rubric": titles,
        "kind": kind_labels(),
        "type": type_labels(),
        "subject": {value: str(label) for value, label in Subject.choices},
        "stage": {value: str(label) for value, label in Stage.choices},
        "year": {value: value for value in years},
    }
    return {
        facet: [
            FacetValue(value, label, counts[facet][value])
            for value, label in words[facet].items()
            if counts[facet].get(value)
        ]
        for facet in FACETS
    }
