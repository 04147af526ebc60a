"""What a kind of notice is made of, and the phrases that several kinds share."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class Kind:
    """`page` is where the button leads: a name of the namespace `cases`, or a full name without a case.

    `waits` marks what waits for the reader or must not be missed: its letter goes even to those who asked for
    nothing else. Texts may hold %(case)s, %(mentor)s (of the author's case), %(by)s («до четверга, 26
    ноября»), %(reason)s (a moderator's words) and %(teachers)s («31 учителю»).
    """

    name: str
    line: Text
    text: tuple[Text, ...]
    button: Text
    page: str = "case"
    waits: bool = False


OPEN = _("Open the case")
CHOOSE = _("Choose a mentor")
READ = _("Read the case")
CABINET = _("To my cabinet")
PAUSE = _("Set a pause")
CLOSES = _("If there is no move %(by)s, the case closes by itself. One click opens it again.")
RELAX = _("You need not do anything now.")
KEPT = _("Everything you have written is kept.")
OTHERS = _("We have already found others. Please choose %(by)s.")
SORRY = _("We promised an answer in time, and the promise was not kept. We are sorry.")
PASS_ON = _("Take the case, ask one question first, or pass it on. Passing on is fine and costs you nothing.")
REQUEST_CLOSES = _("If there is no answer %(by)s, the request closes by itself and goes to other mentors.")
PLACE_FREE = _("You need not do anything more. Your place is free for another case.")
REST = _("If these are busy days, set a pause, and nobody will disturb you.")
ANSWER_BY = _("Your questions or a possible solution are awaited %(by)s.")
