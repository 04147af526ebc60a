"""What people would type to run a script in another person's browser, put into everything that can be typed."""

import json
from types import SimpleNamespace
from uuid import uuid4

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from mentoring import attachments, chat, closing, collegial, formats
from mentoring.models import (
    AfterCheck,
    Case,
    CaseVersion,
    Consultation,
    HalfWritten,
    MenteeProfile,
    MentorProfile,
    Question,
    ReflectionSheet,
    Rubric,
    Solution,
    SolutionOption,
    TextModule,
)
from mentoring.workflow import advance
from tests import people

PAYLOADS = (
    "<script>window.__x=1</script>",
    "</title><script>window.__x=2</script>",
    "</textarea><script>window.__x=3</script>",
    '"><img src=x onerror=window.__x=4>',
    "'><svg/onload=window.__x=5>",
    '" autofocus onfocus=window.__x=6 x="',
    "' onmouseover='window.__x=7",
    "javascript:window.__x=8",
    "<a href=javascript:window.__x=9>щёлкни</a>",
    "<a href='jAvAsCrIpT&colon;window.__x=10'>щёлкни</a>",
    "<iframe srcdoc='<script>parent.__x=11</script>'></iframe>",
    "--><script>window.__x=12</script><!--",
    "</script><script>window.__x=13</script>",
    "<math><mtext><style><img src=x onerror=window.__x=14></style></mtext></math>",
    "{{ 1234|add:1370974 }}{% debug %}${window.__x=15}",
    "\\u003cscript\\u003ewindow.__x=16\\u003c/script\\u003e",
)
ALL = "\n".join(PAYLOADS)
# A line takes the worst of them that fit; names of files lose their slashes anyway.
LINE = "".join((PAYLOADS[0], PAYLOADS[3], PAYLOADS[5]))[:100]
FILE_NAME = '"><img src=x onerror=window.__x=17>.txt'


def infect(author, mentor, colleague) -> SimpleNamespace:
    """Three people type nothing else, in a personal case with everything in it and one that is completed."""
    for user in (author, mentor, colleague):
        user.first_name = user.last_name = user.patronymic = LINE
        user.save()
    MenteeProfile.objects.filter(user=author).update(school=LINE, region=LINE[:80], phone=LINE[:30])
    MentorProfile.objects.filter(user__in=[mentor, colleague]).update(
        position=LINE, about=ALL[:2000], workplace=PAYLOADS[3], region=LINE[:80]
    )
    TextModule.objects.create(mentor=mentor.mentor_profile, title=LINE, text=ALL)
    working, done = (_typed(author, mentor, colleague) for _ in range(2))
    done = _finished(done, author, mentor)
    return SimpleNamespace(working=working, done=done)


def _typed(author, mentor, colleague) -> Case:
    rubric = Rubric.objects.filter(slug="roditeli").first() or people.make_rubric()
    case = people.make_draft(author, rubrics=[rubric], format="personal", collegial=True, contact=LINE)
    texts = {f.name: ALL for f in CaseVersion._meta.fields if f.get_internal_type() == "TextField"}
    CaseVersion.objects.filter(case=case).update(title=LINE, grade=LINE[:60], **texts)
    file = SimpleUploadedFile(FILE_NAME, ALL.encode())
    attachments.add_attachment(case, file, uploader=author, version=case.draft_version())
    case = people.choose(advance(case, "submit", by=author), mentor)
    case = advance(case, "ask_first", by=mentor, question=ALL)
    case = advance(advance(case, "answer_first", by=author, answer=ALL), "accept", by=mentor)
    chat.send_message(case, by=author, text=ALL, key=uuid4())
    chat.send_message(case, by=mentor, text=ALL, key=uuid4())
    collegial.invite(case, str(colleague.mentor_profile.public_id), by=mentor, question=ALL)
    people.write_round(case, ALL, *PAYLOADS[:4])
    case = advance(case, "ask", by=mentor)
    Question.objects.filter(round__consultation__case=case).update(answer=ALL)
    people.write_version(case, tried=ALL, wanted=ALL)
    case = advance(case, "reformulate", by=author)
    collegial.give_opinion(collegial.opinion_of(case, colleague), ALL, by=colleague)
    formats.stop_colleagues(case, by=author)
    formats.ask_leave(case, "collegial", by=mentor, why=ALL)
    people.write_solution(case, steps=ALL)
    Solution.objects.filter(consultation__case=case).update(intro=ALL)
    SolutionOption.objects.filter(solution__consultation__case=case).update(
        title=LINE, expected=ALL, risks=ALL, links=ALL
    )
    Consultation.objects.filter(case=case).update(private_notes=ALL)
    HalfWritten.objects.create(consultation=case.consultations.get(), arrow="step_down", text=ALL)
    return Case.objects.get(pk=case.pk)


def _finished(case: Case, author, mentor) -> Case:
    case = advance(advance(case, "offer", by=mentor), "complete", by=author)
    closing.give_thanks(case, "first", by=author, text=ALL[:900])
    closing.write_review(case, "first", by=author, text=ALL, mark=3)
    closing.exclude(case, "mentor-1", by=author, report=ALL)
    closing.exclude(case, "author", by=mentor, report=ALL)
    AfterCheck.objects.filter(case=case).update(ask_at=timezone.now(), text=ALL, answer="tried")
    ReflectionSheet.objects.filter(case=case).update(taken_from_first=ALL)
    return case


def enter() -> None:
    """Bring all of it into a running portal; prints the sessions and the numbers as JSON."""
    from accounts.consents import newest_texts, record

    users = {"author": people.make_mentee("zlata"), **{k: people.make_mentor(k) for k in ("kuzma", "foma")}}
    for user in users.values():
        for text in newest_texts():
            record(user, text)
    made = infect(*users.values())
    print(">", json.dumps({
        "sessions": {role: _session(user) for role, user in users.items()},
        "numbers": [made.working.number, made.done.number],
    }))  # fmt: skip


def _session(user) -> str:
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.create()
    return session.session_key
