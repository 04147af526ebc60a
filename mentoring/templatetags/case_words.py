"""Words and small parts of the case page."""

import re

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy

from .. import days
from ..enums import Opinion

register = template.Library()
register.filter("day", days.day)
register.filter("until_day", days.until_day)

# What happened, with the mentor's name for those who may know it and without one for the mentor.
PROCESS = {
    "submit": gettext_lazy("The case is sent."),
    "request": gettext_lazy("A mentor is asked: %(mentor)s."),
    "let_choose": gettext_lazy("The choice is left to the portal. Asked: %(mentor)s."),
    "reroute": gettext_lazy("The portal itself has asked the next mentor: %(mentor)s."),
    "accept": gettext_lazy("The case is taken: %(mentor)s."),
    "decline": gettext_lazy("The case is passed on: %(mentor)s could not take it. Others are proposed."),
    "expire": gettext_lazy("No answer came in time: %(mentor)s. We are sorry. Others are proposed."),
    "take_over": gettext_lazy(
        "The work has stopped: %(mentor)s could not go on. We are sorry, the portal looks for another mentor."
    ),
    "step_down": gettext_lazy("%(mentor)s cannot go on with the case. Others are proposed."),
    "release": gettext_lazy(
        "A moderator has released the case from the mentor: %(mentor)s. Others are proposed."
    ),
    "keep": gettext_lazy("The questions are answered; the request stays as it was."),
    "complete": gettext_lazy("The work on the case is finished."),
    "first_is_enough": gettext_lazy("The author is content with the first opinion."),
    "mentor_left": gettext_lazy("%(mentor)s is no longer on the portal. Others are proposed."),
    "second_opinion": gettext_lazy("A second opinion is asked for."),
    "withdraw": gettext_lazy("The case is withdrawn."),
    "lapse": gettext_lazy("The case has closed by itself: it waited for a move too long."),
    "reopen": gettext_lazy("The case is open again."),
    "self_solved": gettext_lazy("The library helped; the case is closed."),
    "widened": gettext_lazy("The author has opened more to the mentor."),
    "narrowed": gettext_lazy("The author has narrowed what is seen."),
    "colleagues_allowed": gettext_lazy("Colleagues of the mentor may be asked."),
    "colleagues_stopped": gettext_lazy("Colleagues are no longer asked."),
    "leave_asked": gettext_lazy("The mentor has asked the author for leave."),
    "leave_refused": gettext_lazy("The author leaves everything as it is."),
}
TO_MENTOR = {
    "request": gettext_lazy("The author has chosen you."),
    "let_choose": gettext_lazy("The portal has chosen you for this case."),
    "reroute": gettext_lazy("The portal has chosen you for this case."),
    "accept": gettext_lazy("The case is taken."),
}


@register.filter
def process_words(body: dict, role: str) -> str:
    """A process line in words; empty for a deed that has none."""
    arrow = body["arrow"]
    if role in ("mentor", "colleague") and arrow in TO_MENTOR:
        return str(TO_MENTOR[arrow])
    return str(PROCESS[arrow]) % {"mentor": body["mentor"]} if arrow in PROCESS else ""


@register.filter
def file_meta(file) -> str:
    """Type and size: «PDF, 240 КБ»."""
    extension = file.name.rsplit(".", 1)[-1].upper() if "." in file.name else ""
    return ", ".join(part for part in (extension, filesizeformat(file.size)) if part)


# Only what a person typed as an address of the web or of this portal becomes a link; the rest stays words.
_ADDRESS = re.compile(r"https?://[^\s<>\"]+|(?<!\S)/[a-z][^\s<>\"]*", re.IGNORECASE)


@register.filter
def link_lines(text: str) -> list[dict[str, str]]:
    """Lines of links as {label, url}: a line without an address has an empty url."""
    lines = []
    for line in (line.strip() for line in text.splitlines()):
        found = _ADDRESS.search(line)
        if not found:
            lines.append({"label": line, "url": ""})
            continue
        url = found.group().rstrip(".,;)»")
        words = line.replace(url, "").strip(" —–-:;,.()")
        lines.append({"label": words or url, "url": url})
    return [line for line in lines if line["label"]]


@register.simple_tag
def opinion_title(opinion: str) -> str:
    """«Первое мнение», «Второе мнение»."""
    return str(Opinion(opinion).label)
