"""What may still point at the author when every identifier is gone: how many teachers fit, rare words, other cases.

The measure is k-anonymity (Samarati and Sweeney, 1998) over what the published copy says: with fewer than five
teachers who fit it, the author can be guessed. The population is the portal's own: whoever reads the library knows
that the author is here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..enums import Experience, PublicationStatus, RiskLevel
from ..language import lemma, parses, words
from ..models import Deidentification, MenteeProfile, PublicCase
from .passages import document_of, texts_of

# Fewer fitting teachers than this block a publication; fewer than the second number warn.
BLOCK_BELOW, WARN_BELOW = 5, 20
# Facets that can be left out one by one, in the order in which a reader misses them least.
FACETS = ("experience", "subject", "stage")
# A run of as many words that two cases share is a quotation, and links them.
SHARED_RUN = 8
# So many words unknown to the dictionary are an idiom of one school rather than a slip.
RARE_WORDS = 3


@dataclass(frozen=True)
class Reason:
    """Why there is a risk, and what to do. `facet` names one that can be left out with one click."""

    level: str
    text: str
    facet: str = ""


@dataclass(frozen=True)
class Risk:
    """`level` is the worst of the reasons; `k` is how many teachers fit what is told (see `fitting`)."""

    level: str
    k: int
    reasons: tuple[Reason, ...]

    @property
    def blocks(self) -> bool:
        """Whether nothing may be published."""
        return self.level == RiskLevel.HIGH


def residual_risk(public_case: PublicCase) -> Risk:
    """The risk of a public copy as it stands. Four queries at most, whatever the size of the portal."""
    facets = {name: getattr(public_case, name) for name in FACETS}
    k = fitting(facets)
    texts = texts_of(document_of(public_case))
    reasons = [*_few(k, facets), *_rare(texts), *_linked(public_case, texts)]
    levels = [reason.level for reason in reasons]
    level = next((name for name in (RiskLevel.HIGH, RiskLevel.MEDIUM) if name in levels), RiskLevel.LOW)
    return Risk(level, k, tuple(reasons))


def fitting(facets: Mapping[str, str]) -> int:
    """How many teachers of the portal fit the facets that are told; counted up to `WARN_BELOW`, which is enough."""
    return _fitting(facets)[:WARN_BELOW].count()


def _fitting(facets: Mapping[str, str]) -> QuerySet[MenteeProfile]:
    told = Q(user__is_active=True)
    for name in ("subject", "stage"):
        if facets.get(name):
            told &= Q(**{name: facets[name]})
    years = {
        Experience.FIRST_YEAR: Q(years__lte=1),
        Experience.UP_TO_THREE: Q(years__gt=1, years__lte=3),
        Experience.LONGER: Q(years__gt=3),
    }
    if facets.get("experience"):
        told &= years[Experience(facets["experience"])]
    return MenteeProfile.objects.filter(told)


def _few(k: int, facets: Mapping[str, str]) -> Iterable[Reason]:
    if k >= WARN_BELOW:
        return
    level = RiskLevel.HIGH if k < BLOCK_BELOW else RiskLevel.MEDIUM
    words = ngettext(
        "Only %(k)s teacher of the portal fits what the card says.",
        "Only %(k)s teachers of the portal fit what the card says.",
        k,
    )
    facet = _best_left_out(facets)
    yield Reason(level, words % {"k": k}, facet)


def _best_left_out(facets: Mapping[str, str]) -> str:
    """The facet without which the smallest loss gives enough teachers; else the one that gains most."""
    told = [name for name in FACETS if facets.get(name)]
    gained = {name: fitting({**facets, name: ""}) for name in told}
    enough = [name for name in told if gained[name] >= WARN_BELOW]
    return enough[0] if enough else max(told, key=lambda name: gained[name], default="")


def _rare(texts: Mapping[str, str]) -> Iterable[Reason]:
    found: Counter[str] = Counter()
    for text in texts.values():
        for word in words(text):
            readings = parses(word.text)
            plain = word.text.isalpha() and not word.text.isascii() and len(word.text) > 4
            if plain and not word.text.isupper() and readings and not readings[0].known:
                found[lemma(word.text)] += 1
    if len(found) >= RARE_WORDS:
        listed = ", ".join(f"«{word}»" for word, _times in found.most_common(8))
        yield Reason(
            RiskLevel.MEDIUM,
            _("Rare words may be known to colleagues as the author’s own: %(words)s. Say it in common words.")
            % {"words": listed},
        )


def _linked(public_case: PublicCase, texts: Mapping[str, str]) -> Iterable[Reason]:
    """Other published cases of the same author that a reader could put together with this one."""
    work = Deidentification.objects.filter(public_case=public_case).select_related("case").first()
    if work is None or work.case is None:
        return
    others = PublicCase.objects.filter(
        deidentification__case__author=work.case.author_id, status=PublicationStatus.PUBLISHED
    ).exclude(pk=public_case.pk)
    own = _runs(texts.values())
    for other in others:
        if own & _runs(texts_of(document_of(other)).values()):
            yield Reason(
                RiskLevel.HIGH,
                _(
                    "A whole phrase stands in another published case of the same author, «%(title)s». Word it anew."
                )
                % {"title": other.title},
            )
        elif all(getattr(other, name) == getattr(public_case, name) for name in FACETS):
            yield Reason(
                RiskLevel.MEDIUM,
                _(
                    "Another published case of the author, «%(title)s», has the same subject, stage and experience."
                )
                % {"title": other.title},
                "experience" if public_case.experience else "subject",
            )


def _runs(texts: Iterable[str]) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for text in texts:
        said = [word.text.lower() for word in words(text)]
        found.update(tuple(said[at : at + SHARED_RUN]) for at in range(len(said) - SHARED_RUN + 1))
    return found
