"""What may still point at the author when every identifier is gone: how many teachers fit, rare words, other cases.

The measure is k-anonymity (L. Sweeney, «k-anonymity: a model for protecting privacy», International Journal of
Uncertainty, Fuzziness and Knowledge-Based Systems 10(5), 2002): with fewer than five teachers who fit what is told, the
author can be guessed. The population is the portal's own: whoever reads the library knows that the author is here.

Told are the subject, stage and experience of the card, and what the words tell (see `telling`): region, place and kind
of school, counted by the profiles; class and month. A teacher whose profile is silent about a thing hides nobody who is
known by it. No profile tells class and month: the stage of a class is counted, and for the rest both are taken to be
spread evenly, so the count is divided. What is not told does not count.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from math import prod
from operator import and_

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..enums import Experience, PublicationStatus, RiskLevel, Stage
from ..language import lemma, parses, words
from ..models import Deidentification, MenteeProfile, PublicCase
from .passages import document_of, texts_of
from .telling import MONTHS, Telling, bare_month, spread, told_by

# Fewer fitting teachers than this block a publication; fewer than the second number warn.
BLOCK_BELOW, WARN_BELOW = 5, 20
# Facets of the card that can be left out one by one, in the order in which a reader misses them least.
FACETS = ("experience", "subject", "stage")
# What only the words tell goes first: another word is found at once, and the card stays whole.
ORDER = ("month", "grade", "region", "settlement", "school_type", *FACETS)
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
    """`level` is the worst of the reasons; `k` is how many teachers fit what is told, counted up to `WARN_BELOW`."""

    level: str
    k: int
    reasons: tuple[Reason, ...]

    @property
    def blocks(self) -> bool:
        """Whether nothing may be published."""
        return self.level == RiskLevel.HIGH


def residual_risk(public_case: PublicCase) -> Risk:
    """The risk of a public copy as it stands. Four queries at most, whatever the size of the portal."""
    texts = texts_of(document_of(public_case))
    works = Deidentification.objects.select_related("case__author__mentee_profile")
    work = works.filter(public_case=public_case).first()
    author = work.case.author if work is not None and work.case is not None else None
    facets = {name: value for name in FACETS if (value := getattr(public_case, name))}
    told = told_by(texts.values(), getattr(author, "mentee_profile", None))
    counts = _counts(facets, told)
    reasons = [
        *_few(counts, facets, told),
        *_month(counts[""], told, texts.values()),
        *_rare(texts),
        *_linked(public_case, author, texts),
    ]
    levels = [reason.level for reason in reasons]
    level = next((name for name in (RiskLevel.HIGH, RiskLevel.MEDIUM) if name in levels), RiskLevel.LOW)
    return Risk(level, min(counts[""], WARN_BELOW), tuple(reasons))


def _counts(facets: Mapping[str, str], told: Mapping[str, Telling]) -> dict[str, int]:
    """How many teachers of the portal fit everything that is told (``""``), and how many without each thing."""
    asked = {name: _asked(name, value) for name, value in facets.items()}
    asked |= {name: _asked(name, telling.value) for name, telling in told.items()}
    shares = spread(told)
    wanted = {
        name: Count(
            "pk", filter=reduce(and_, (q for other, q in asked.items() if other != name), Q(pk__gt=0))
        )
        for name in ("", *asked)
    }
    keys = {name: f"without_{name}" for name in wanted}
    found = MenteeProfile.objects.filter(user__is_active=True).aggregate(
        **{keys[name]: count for name, count in wanted.items()}
    )
    return {
        name: found[key] // prod(share for other, share in shares.items() if other != name)
        for name, key in keys.items()
    }


def _asked(name: str, value: str) -> Q:
    """The teachers who fit one thing."""
    if name == "experience":
        return {
            Experience.FIRST_YEAR: Q(years__lte=1),
            Experience.UP_TO_THREE: Q(years__gt=1, years__lte=3),
            Experience.LONGER: Q(years__gt=3),
        }[Experience(value)]
    if not value:
        return Q(pk__gt=0)
    return Q(**{"stage" if name == "grade" else name: value})


def _few(
    counts: Mapping[str, int], facets: Mapping[str, str], told: Mapping[str, Telling]
) -> Iterable[Reason]:
    k = counts[""]
    if k >= WARN_BELOW:
        return
    level = RiskLevel.HIGH if k < BLOCK_BELOW else RiskLevel.MEDIUM
    words = (
        ngettext(
            "Only %(k)s teacher of the portal fits what the card and the text say.",
            "Only %(k)s teachers of the portal fit what the card and the text say.",
            k,
        )
        if k
        else _("Hardly any other teacher of the portal fits what the card and the text say.")
    )
    helps = [name for name in ORDER if name in told and counts[name] > k]
    yield Reason(
        level,
        " ".join([words % {"k": k}, *(_advice(name, told[name]) for name in helps)]),
        _best_left_out(counts, facets),
    )


def _best_left_out(counts: Mapping[str, int], facets: Mapping[str, str]) -> str:
    """The facet without which the smallest loss gives enough teachers; else the one that gains most."""
    shown = [name for name in FACETS if name in facets]
    enough = [name for name in shown if counts[name] >= WARN_BELOW]
    return enough[0] if enough else max(shown, key=lambda name: counts[name], default="")


def _advice(name: str, telling: Telling) -> str:
    """What to write instead of the words that tell a thing."""
    stage = Stage(telling.stage).label if telling.stage else ""
    advice = {
        "month": _("Take the month out: instead of “%(words)s” name the season or write “once”."),
        "grade": _("Instead of “%(words)s” name the stage only: “%(stage)s”."),
        "region": _("Take the region out: “%(words)s”."),
        "settlement": _("Instead of “%(words)s” write “with us”: the size of the place is a hint too."),
        "school_type": _("Instead of the type of school, “%(words)s”, write “school”."),
    }
    return advice[name] % {"words": telling.words, "stage": stage}


def _month(k: int, told: Mapping[str, Telling], texts: Iterable[str]) -> Iterable[Reason]:
    """A month alone becomes a date by the year on the card. It only warns: hardly a story does without the season."""
    words = "" if "month" in told else bare_month(texts)
    if words and k // MONTHS < WARN_BELOW:
        yield Reason(
            RiskLevel.MEDIUM,
            _("With the year on the card “%(words)s” tells when it was. Name the season or write “once”.")
            % {"words": words},
        )


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


def _linked(public_case: PublicCase, author, texts: Mapping[str, str]) -> Iterable[Reason]:
    """Other published cases of the same author that a reader could put together with this one."""
    if author is None:
        return
    others = PublicCase.objects.filter(
        deidentification__case__author=author, status=PublicationStatus.PUBLISHED
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
