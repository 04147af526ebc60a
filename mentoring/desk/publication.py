"""The way to the library: queue, original and result side by side, each suspicion decided by one key."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..differences import Piece, difference
from ..enums import Experience, PublicationStatus, Stage, Subject
from ..models import Deidentification
from ..privacy import commentaries, deidentifying, publication
from ..privacy.deidentifying import Finding
from ..privacy.labels import Label, Tier
from ..privacy.passages import Passage, document_of, passages, texts_of
from ..privacy.risk import Risk, residual_risk
from ..refusal import Refused
from .pages import DeskPage, Trail

PUBLISH = "mentoring.publish_case"
PER_PAGE = 30
S = PublicationStatus
# What the tabs of the queue hold, the moderator's own moves first.
TABS = {
    "work": (S.PREPARING, S.APPROVED),
    "author": (S.WITH_AUTHOR,),
    "published": (S.PUBLISHED,),
    "closed": (S.REFUSED, S.WITHDRAWN),
}
TAB_LABELS = {
    "work": gettext_lazy("Your move"),
    "author": gettext_lazy("With the authors"),
    "published": gettext_lazy("In the library"),
    "closed": gettext_lazy("Not published"),
}


@dataclass(frozen=True)
class Question:
    """Everything one decision settles: the fragments, what it is, and what would stand instead."""

    number: int
    fragments: tuple[str, ...]
    label: str
    what: str
    sure: bool
    times: int
    replacement: str


@dataclass(frozen=True)
class Segment:
    """A run of a result: plain text, or a suspicion with the number of its question."""

    text: str
    question: int = 0
    sure: bool = False


@dataclass(frozen=True)
class Side:
    """One passage, original beside result. `record` names what can be left out as a whole, where it begins."""

    passage: Passage
    original: list[Piece]
    result: list[Segment]
    changed: bool
    record: str
    rows: int


def questions_of(found: list[Finding]) -> dict[str, Question]:
    """One question for each group of open findings, in reading order."""
    groups: dict[str, list[Finding]] = {}
    for finding in found:
        groups.setdefault(finding.group, []).append(finding)
    return {
        group: Question(
            number,
            tuple(dict.fromkeys(f.fragment for f in members)),
            members[0].label,
            str(Label(members[0].label).label),
            any(f.tier == Tier.SURE for f in members),
            len(members),
            members[0].replacement,
        )
        for number, (group, members) in enumerate(groups.items(), start=1)
    }


def sides_of(work: Deidentification, found: list[Finding], questions: dict[str, Question]) -> list[Side]:
    """Every passage of a case, original and result."""
    originals = texts_of(work.originals) if work.originals else {}
    sides, begun = [], set()
    for passage in passages(document_of(work.public_case)):
        original = originals.get(passage.name, "")
        mine = [f for f in found if f.passage == passage.name]
        record = ".".join(passage.name.split(".")[:2]) if "." in passage.name else ""
        first = record not in begun
        begun.add(record)
        if not (passage.text or original or passage.name in ("title", "summary", "situation", "question")):
            continue
        pieces = difference(original, passage.text) if original != passage.text else [Piece("", original)]
        sides.append(
            Side(
                passage,
                [piece for piece in pieces if piece.kind != "ins"],
                _segments(passage.text, mine, questions),
                original != passage.text,
                record if record and first else "",
                min(14, max(2, len(passage.text) // 60 + passage.text.count("\n") + 1)),
            )
        )
    return sides


def _segments(text: str, found: list[Finding], questions: dict[str, Question]) -> list[Segment]:
    segments, at = [], 0
    for finding in found:
        segments.append(Segment(text[at : finding.start]))
        question = questions[finding.group]
        segments.append(Segment(finding.fragment, question.number, finding.tier == Tier.SURE))
        at = finding.end
    segments.append(Segment(text[at:]))
    return [segment for segment in segments if segment.text]


class FacetForm(forms.Form):
    """What the card says beside the texts. Less is safer."""

    subject = forms.ChoiceField(
        label=gettext_lazy("Subject"),
        choices=[("", gettext_lazy("Not told")), *Subject.choices],
        required=False,
    )
    stage = forms.ChoiceField(
        label=gettext_lazy("Stage of schooling"),
        choices=[("", gettext_lazy("Not told")), *Stage.choices],
        required=False,
    )
    experience = forms.ChoiceField(
        label=gettext_lazy("Experience"),
        choices=[("", gettext_lazy("Not told")), *Experience.choices],
        required=False,
    )


class CommentForm(forms.Form):
    """A colleague's short commentary."""

    role = forms.CharField(
        label=gettext_lazy("Who speaks, without a name"),
        help_text=gettext_lazy("For example: methodologist, school psychologist"),
        max_length=80,
    )
    text = forms.CharField(
        label=gettext_lazy("Commentary"), max_length=1500, widget=forms.Textarea(attrs={"rows": 4})
    )


class QueuePage(DeskPage):
    """What waits, by whose move it is."""

    permission = PUBLISH
    template_name = "mentoring/desk/publication_queue.html"
    page_title = gettext_lazy("Publication queue")
    header_icon = "doc-full-inverse"

    def rows(self, tab: str) -> QuerySet:
        """The oldest first where somebody waits, the newest first elsewhere."""
        works = Deidentification.objects.select_related("public_case", "case").filter(
            public_case__status__in=TABS[tab]
        )
        return works.order_by("created_at" if tab in ("work", "author") else "-saved_at")

    def get_context_data(self, **kwargs) -> dict:
        """One tab, a page of it."""
        tab = self.request.GET.get("tab", "work")
        tab = tab if tab in TABS else "work"
        page = Paginator(self.rows(tab), PER_PAGE).get_page(self.request.GET.get("p"))
        tabs = [{"name": name, "label": label, "current": name == tab} for name, label in TAB_LABELS.items()]
        return super().get_context_data(page_obj=page, tabs=tabs, tab=tab, **kwargs)


class WorkPage(DeskPage):
    """One case: suspicions, original and result, risk, what the author said, and the next step."""

    permission = PUBLISH
    template_name = "mentoring/desk/publication_work.html"
    header_icon = "doc-full-inverse"

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        """Find the case, the other parts of the page come from it."""
        super().setup(request, *args, **kwargs)
        works = Deidentification.objects.select_related("public_case", "case__author", "saved_by")
        self.work = get_object_or_404(works, public_case__key=kwargs["key"])

    def get_page_title(self) -> str:
        """The title as it stands."""
        return self.work.public_case.title

    def trail(self) -> Trail:
        """Below the queue."""
        return [(reverse("desk_publication:index"), _("Publication queue"))]

    def get_context_data(self, **kwargs) -> dict:
        """Everything the page says."""
        work, copy = self.work, self.work.public_case
        found = deidentifying.open_findings(work) if copy.status == S.PREPARING else []
        questions = questions_of(found)
        risk: Risk = residual_risk(copy)
        facets = {name: getattr(copy, name) for name in ("subject", "stage", "experience")}
        context = {
            "work": work,
            "copy": copy,
            "editable": copy.status == S.PREPARING,
            "questions": list(questions.values()),
            "posts": sum(question.label == Label.POST for question in questions.values()),
            "sure": sum(question.sure for question in questions.values()),
            "sides": sides_of(work, found, questions),
            "risk": risk,
            # For what the library has already.
            "about": f"{copy.title}\n{copy.content.get('situation', '')}",
            "obstacles": publication.obstacles(copy) if copy.status in (S.PREPARING, S.APPROVED) else [],
            "facets": FacetForm(initial=facets),
            "comment": CommentForm(),
            "commentaries": work.commentaries.select_related("colleague"),
            "colleagues": commentaries.to_ask(work, by=self.request.user)
            if copy.status == S.PREPARING
            else [],
            "kept": "",
            "rulings": work.rulings.filter(verdict="keep").order_by("-at"),
        }
        return super().get_context_data(**{**context, **kwargs})

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """One deed. What was typed comes back when another moderator was faster."""
        act = request.POST.get("act", "")
        comment = CommentForm(request.POST) if act == "comment" else None
        if comment is not None and not comment.is_valid():
            return self.render_to_response(self.get_context_data(comment=comment), status=422)
        try:
            said = self._perform(act, request.POST)
        except Refused as refused:
            self.work = Deidentification.objects.select_related(
                "public_case", "case__author", "saved_by"
            ).get(pk=self.work.pk)
            typed = {"kept": request.POST.get("passage", ""), "kept_text": request.POST.get("text", "")}
            context = self.get_context_data(refused=refused.message, **(typed if act == "edit" else {}))
            return self.render_to_response(context, status=409)
        if said:
            messages.success(request, said)
        return HttpResponseRedirect(self._next(act), status=303)

    def _next(self, act: str) -> str:
        if act in ("send", "publish", "refuse"):
            return reverse("desk_publication:index")
        here = reverse("desk_publication:work", args=[self.work.public_case.key])
        return here + ("#questions" if act in ("replace", "keep", "sure", "keep_posts", "undo") else "")

    def _perform(self, act: str, data: Any) -> str:
        """The deed by its name; what to say afterwards, or nothing where the page itself shows it."""
        work, by = self.work, self.request.user
        copy = work.public_case
        try:
            seen = int(data.get("seen", ""))
        except ValueError:
            raise Refused("invalid", _("The page is incomplete. Open it again.")) from None
        common: dict[str, Any] = {"by": by, "seen": seen}
        fragment, label = data.get("fragment", ""), data.get("label", "")
        match act:
            case "replace":
                deidentifying.replace(
                    work, fragment, label, replacement=data.get("replacement", ""), **common
                )
            case "keep":
                deidentifying.keep(work, fragment, label, **common)
            case "sure":
                deidentifying.replace_sure(work, **common)
            case "keep_posts":
                deidentifying.keep_posts(work, **common)
            case "undo":
                deidentifying.undo(work, **common)
            case "edit":
                deidentifying.edit(work, {data.get("passage", ""): data.get("text", "")}, **common)
            case "restore":
                deidentifying.restore(work, data.get("passage", ""), **common)
            case "leave_out":
                deidentifying.leave_out(work, data.get("record", ""), **common)
            case "comment":
                deidentifying.comment(work, data["role"], data["text"], **common)
            case "ask_colleague":
                commentaries.ask(work, data.get("colleague", ""), by=by)
                return _("The colleague will get a letter.")
            case "take_commentary":
                commentaries.take(work, data.get("key", ""), **common)
            case "leave_commentary":
                commentaries.leave_out(work, data.get("key", ""))
            case "facets":
                form = FacetForm(data)
                if not form.is_valid():
                    raise Refused("invalid", _("Choose from the list."))
                deidentifying.tell_less(work, form.cleaned_data, **common)
            case "drop_facet":
                deidentifying.tell_less(work, {data.get("facet", ""): ""}, **common)
            case "send":
                publication.send_to_author(copy, **common)
                return _("The author will read the text and decide.")
            case "take_back":
                publication.take_back(copy, by=by)
            case "publish":
                publication.publish(copy, by=by)
                return _("The case is in the library.")
            case "withdraw":
                publication.withdraw(copy, by=by)
                return _("The case has been taken out of the library, and every copy with it.")
            case "refuse":
                publication.refuse(copy, by=by)
                return _("The case will not be published. Its copy has been erased.")
            case _:
                raise Refused("invalid", _("This cannot be done here."))
        return ""


urlpatterns = [
    path("", QueuePage.as_view(), name="index"),
    path("<slug:key>/", WorkPage.as_view(), name="work"),
]
