"""What the mentor of a case is told."""

from django.utils.translation import gettext_lazy as _

from .kind import ANSWER_BY, CABINET, OPEN, PASS_ON, PAUSE, PLACE_FREE, READ, REQUEST_CLOSES, REST, Kind

FOR_MENTOR = [
    Kind(
        "request",
        _("You are asked to help with case %(case)s"),
        (_("The author counts on your experience."), PASS_ON, REQUEST_CLOSES),
        READ,
        waits=True,
    ),
    Kind(
        "second_request",
        _("You are asked for a second opinion on case %(case)s"),
        (_("You will see the first opinion after you have answered."), PASS_ON, REQUEST_CLOSES),
        READ,
        waits=True,
    ),
    Kind(
        "first_answered",
        _("The author of case %(case)s has answered your question"),
        (PASS_ON, REQUEST_CLOSES),
        _("Read the answer"),
        waits=True,
    ),
    Kind(
        "answers_kept",
        _("There are answers to your questions on case %(case)s"),
        (_("The author has kept the first wording of the request."), ANSWER_BY),
        _("Read the answers"),
        waits=True,
    ),
    Kind(
        "answers_reformulated",
        _("There are answers and a new wording of case %(case)s"),
        (
            _("The author has made the request more exact. You see both versions and the difference."),
            ANSWER_BY,
        ),
        _("Read the answers"),
        waits=True,
    ),
    Kind(
        "sharpened",
        _("The author of case %(case)s has made the request more exact"),
        (_("You see both versions and the difference."),),
        OPEN,
    ),
    Kind(
        "withdrawn",
        _("The author has withdrawn case %(case)s"),
        (PLACE_FREE, _("Thank you for your readiness to help.")),
        CABINET,
        "cabinet:mentor",
    ),
    Kind(
        "lapsed_mentor",
        _("Case %(case)s has closed without an answer of its author"),
        (PLACE_FREE, _("If the author comes back, we will write.")),
        CABINET,
        "cabinet:mentor",
    ),
    Kind(
        "reopened",
        _("Case %(case)s is open again"),
        (_("The author has come back and has the move. We will write when there is news."),),
        OPEN,
    ),
    Kind(
        "completed",
        _("Case %(case)s is completed"),
        (_("The author has finished the work on the case. Thank you for your help."),),
        OPEN,
    ),
    Kind(
        "expired_mentor",
        _("The request about case %(case)s has closed"),
        (_("The time for an answer has passed, and the case goes to other mentors."), REST),
        PAUSE,
        "accounts:mentor",
    ),
    Kind(
        "taken_over_mentor",
        _("Case %(case)s goes to another mentor"),
        (_("There was no answer for a long time, and the author should not wait longer."), REST),
        PAUSE,
        "accounts:mentor",
    ),
    Kind(
        "released_mentor",
        _("A moderator has passed case %(case)s on"),
        (PLACE_FREE, REST),
        PAUSE,
        "accounts:mentor",
    ),
    Kind(
        "nudge_request",
        _("The request about case %(case)s waits for your answer"),
        (PASS_ON, REQUEST_CLOSES),
        READ,
        waits=True,
    ),
    Kind(
        "nudge_work",
        _("The author of case %(case)s waits for your answer"),
        (ANSWER_BY, _("If you cannot go on, you can hand the case back on its page: that is fine.")),
        OPEN,
        waits=True,
    ),
    Kind(
        "nudge_late",
        _("The answer to case %(case)s is late"),
        (
            _("We promised the author an answer %(by)s."),
            _("If you cannot go on, you can hand the case back on its page: that is fine."),
        ),
        OPEN,
        waits=True,
    ),
    Kind(
        "thanked",
        _("The author of case %(case)s thanks you"),
        (_("A word of thanks has come to you. It is kept on the page of the case."),),
        _("Read it"),
    ),
    Kind(
        "published_solution",
        _("Your solution to case %(case)s is in the library now"),
        (
            _("The author has agreed, and a moderator has published the case without names."),
            _("Once a month we will tell you how many teachers it has helped."),
        ),
        OPEN,
    ),
    Kind(
        "commentary_asked",
        _("You are asked for a few words on a case before it goes into the library"),
        (
            _("You read it as everybody will: without names, places and schools."),
            _("If this is not your subject or not your week, decline with one click: it costs you nothing."),
        ),
        CABINET,
        "cabinet:mentor",
        waits=True,
    ),
    Kind(
        "commentary_waits",
        _("A case before its publication still waits for your few words"),
        (
            _("Three sentences are enough, and what you have begun is kept."),
            _("If it does not fit now, decline with one click. We will not remind you again."),
        ),
        CABINET,
        "cabinet:mentor",
        waits=True,
    ),
    Kind(
        "library_helped",
        _("Last month your solutions in the library helped %(teachers)s"),
        (_("So said the readers themselves. Thank you: one answer helps again and again."),),
        CABINET,
        "cabinet:mentor",
    ),
    Kind(
        "it_helped",
        _("Good news: your solution to case %(case)s has helped"),
        (_("The author has tried it and told us so."),),
        OPEN,
    ),
    Kind(
        "widened",
        _("The author of case %(case)s has shown you the name"),
        (_("You can write to each other in the chat now."),),
        OPEN,
    ),
    Kind(
        "narrowed",
        _("Case %(case)s goes on without names"),
        (_("The author has chosen the anonymous format. The chat is closed; questions and answers go on."),),
        OPEN,
    ),
    Kind(
        "colleagues_allowed",
        _("You may consult colleagues on case %(case)s"),
        (_("The author agrees. Colleagues see the case in the same format as you."),),
        OPEN,
    ),
    Kind(
        "colleagues_stopped",
        _("Case %(case)s is closed to colleagues again"),
        (_("The author has decided so. Opinions that have come stay with you."),),
        OPEN,
    ),
    Kind(
        "leave_refused",
        _("The author of case %(case)s leaves everything as it is"),
        (_("The work goes on as before."),),
        OPEN,
    ),
    Kind(
        "opinion_came",
        _("A colleague has written an opinion on case %(case)s"),
        (_("Only you see it."),),
        _("Read the opinion"),
    ),
]
