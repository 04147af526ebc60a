"""While an author types: what in the text may tell who somebody is, and a neutral word for it. Nothing is stored."""

import json

from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..autosave import signed_out_answer
from ..privacy.detection import suspicions
from ..privacy.labels import Label, Tier
from ..privacy.masking import Masks, Mention, neutral_spans, placeholders, put

# More than this at once is no soft hint any more.
SHOWN = 5
# A post or an age alone gives nobody away, and a mentor needs them to answer.
LEFT_TO_THE_MODERATOR = (Label.POST, Label.AGE, Label.DATE, Label.ORG, Label.OTHER)


def identifier_words() -> str:
    """The phrases of the hints as static/js/identifiers.js reads them: JSON."""
    phrases = {
        "seems": _("Here seems to be a {what}: «{fragment}»"),
        "replace": _("Write «{replacement}»"),
        "leave": _("Leave it"),
    }
    return json.dumps(phrases, ensure_ascii=False)


def hints(text: str) -> list[dict]:
    """Up to five places: `fragment`, `what` it is, `replacement`; `text` is to stand at `start:end` (characters)."""
    neutral = neutral_spans(text)
    found = [
        one
        for one in suspicions(text)
        if one.tier == Tier.SURE
        and one.label not in LEFT_TO_THE_MODERATOR
        and not any(start <= one.start and one.end <= end for start, end in neutral)
    ]
    people = [Mention("text", s.start, s.end, s.fragment) for s in found if s.label == Label.PER]
    masks, instead = Masks({"text": text}, people), placeholders()
    shown = []
    for one in found[:SHOWN]:
        mention = Mention("text", one.start, one.end, one.fragment)
        said = masks.for_person(mention) if one.label == Label.PER else instead[one.label]
        # With its neighbours, because a preposition or a full stop may have to change with it.
        before = text[max(0, one.start - 4) : one.start]
        after = text[one.end : one.end + 1]
        shown.append(
            {
                "start": one.start - len(before),
                "end": one.end + len(after),
                "fragment": one.fragment,
                "what": str(Label(one.label).label),
                "replacement": said,
                "text": put(
                    before + one.fragment + after, len(before), len(before) + len(one.fragment), said
                ),
            }
        )
    return shown


@require_POST
def identifiers(request: HttpRequest) -> JsonResponse:
    """Hints for the text of one field, POST `text`."""
    if not request.user.is_authenticated:
        return signed_out_answer()
    if not ratelimit.consume(request, action="identifiers", user=request.user):
        return JsonResponse({"hints": []}, status=429)
    return JsonResponse({"hints": hints(request.POST.get("text", "")[: settings.CASE_TEXT_MAX])})


urlpatterns: list[URLPattern] = [path("identifiers/", identifiers, name="identifiers")]
