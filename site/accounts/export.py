"""Export of own data: what the portal holds of a person, written or told by this person.

`SECTIONS` names each section, its rows and its fields. What others wrote is left out, with two exceptions
that this person has received and that make the own words readable: questions and solutions that were sent.
Of other people only the public names of mentors appear. `NOTHING_OF_PEOPLE` names the models without anything
personal; a test compares both with the models that exist.
"""

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Model

from knowledge_base.models import Mark, SavedItem
from mentoring import models as m

from . import signals
from .exclusions import name_of_other
from .export_excused import NOTHING_OF_PEOPLE
from .export_section import (
    OPTION,
    VERSION,
    Section,
    case_label,
    mentor_name,
    of_mentor,
    of_own_cases,
    own_cases,
    rubric_titles,
)
from .models import ConsentRecord, MentorInvitation, User

__all__ = ["NOTHING_OF_PEOPLE", "SECTIONS", "own_data"]

SECTIONS: dict[type[Model], list[Section]] = {
    User: [
        Section(
            "account",
            lambda user: [user],
            (
                "email",
                "first_name",
                "patronymic",
                "last_name",
                "letters",
                "date_joined",
                "last_login",
                ("roles", lambda user: sorted(user.groups.values_list("name", flat=True))),
                ("portrait", lambda user: bool(user.portrait)),
            ),
        )
    ],
    EmailAddress: [
        Section(
            "addresses", lambda user: EmailAddress.objects.filter(user=user), ("email", "verified", "primary")
        )
    ],
    ConsentRecord: [
        Section(
            "consents",
            lambda user: user.consents.select_related("text").order_by("given_at"),
            (("document", lambda row: str(row.text)), "digest", "given_at", "withdrawn_at"),
        )
    ],
    MentorInvitation: [
        Section(
            "invitations_used",
            lambda user: MentorInvitation.objects.filter(used_by=user),
            ("email", "is_external", "created_at", "used_at"),
        )
    ],
    m.MenteeProfile: [
        Section(
            "mentee_profile",
            lambda user: m.MenteeProfile.objects.filter(user=user),
            ("subject", "stage", "years", "region", "settlement", "school", "school_type", "phone"),
        )
    ],
    m.MentorProfile: [
        Section(
            "mentor_profile",
            lambda user: m.MentorProfile.objects.filter(user=user),
            (
                "status",
                "is_external",
                "position",
                "about",
                "workplace",
                "region",
                ("rubrics", rubric_titles),
                "subjects",
                "stages",
                "capacity",
                "load",
                "pace_hours",
                "usefulness",
                "helped",
                "silences",
                "last_request_at",
                "applied_at",
                "decided_at",
            ),
        )
    ],
    m.MentorPause: [Section("pauses", of_mentor(m.MentorPause, "mentor__user"), ("first_day", "last_day"))],
    m.TextModule: [Section("text_modules", of_mentor(m.TextModule, "mentor__user"), ("title", "text"))],
    m.Exclusion: [
        Section(
            "people_i_do_not_want_to_meet",
            lambda user: user.exclusions.select_related("other__mentor_profile", "case"),
            (("mentor", name_of_other), case_label(), "report", "created_at"),
        )
    ],
    m.Deidentification: [
        Section(
            "publications",
            of_own_cases(m.Deidentification),
            (
                case_label(),
                ("status", lambda row: row.public_case.status),
                ("published_text", lambda row: row.public_case.content),
                *("author_words", "sent_to_author_at", "decided_at"),
            ),
        )
    ],
    m.Commentary: [
        Section("commentaries", lambda user: user.commentaries.all(), ("state", "role", "text", "asked_at"))
    ],
    m.Case: [
        Section(
            "cases",
            lambda user: own_cases(user).select_related("mentor__mentor_profile").prefetch_related("rubrics"),
            (
                "label",
                "direction",
                ("rubrics", rubric_titles),
                "state",
                "format",
                "collegial",
                "contact",
                "urgency",
                "if_unavailable",
                ("mentor", lambda row: mentor_name(row.mentor)),
                "created_at",
                "submitted_at",
                "completed_at",
                "closing",
                "second_opinion_at",
            ),
        )
    ],
    m.CaseVersion: [Section("case_versions", of_own_cases(m.CaseVersion), (case_label(), *VERSION))],
    m.Attachment: [
        Section(
            "files",
            lambda user: m.Attachment.objects.filter(uploader=user).select_related("case"),
            (case_label(), "original_name", "media_type", "size", "created_at"),
        )
    ],
    m.LeaveRequest: [
        Section(
            "leaves",
            of_own_cases(m.LeaveRequest),
            (case_label(), "leave", "asked_at", "granted", "answered_at", "withdrawn_at"),
        ),
        Section(
            "leaves_asked_as_mentor",
            lambda user: m.LeaveRequest.objects.filter(asked_by=user).select_related("case"),
            (case_label(), "leave", "why", "asked_at"),
        ),
    ],
    m.Proposal: [
        Section(
            "mentors_proposed",
            lambda user: of_own_cases(m.Proposal)(user).select_related("case", "mentor__mentor_profile"),
            (
                case_label(),
                "round",
                "rank",
                ("mentor", lambda row: mentor_name(row.mentor)),
                "slot",
                "promised_at",
                "shown_at",
                "chosen",
            ),
        )
    ],
    m.Consultation: [
        Section(
            "consultations",
            lambda user: of_own_cases(m.Consultation)(user).select_related("case", "mentor__mentor_profile"),
            (
                case_label(),
                ("mentor", lambda row: mentor_name(row.mentor)),
                "opinion",
                "state",
                "requested_at",
                "promised_at",
                "accepted_at",
                "first_answer_at",
                "ended_at",
                "pre_answer",
                "pre_answer_at",
            ),
        ),
        Section(
            "consultations_as_mentor",
            lambda user: m.Consultation.objects.filter(mentor=user).select_related("case"),
            (
                case_label(),
                "opinion",
                "state",
                "requested_at",
                "promised_at",
                "opened_at",
                "accepted_at",
                "first_answer_at",
                "ended_at",
                "reason",
                "private_notes",
                "pre_question",
                "pre_question_at",
            ),
        ),
    ],
    m.HalfWritten: [
        Section(
            "half_written_as_mentor",
            lambda user: m.HalfWritten.objects.filter(consultation__mentor=user).select_related(
                "consultation__case"
            ),
            (case_label("consultation__case"), "arrow", "text", "saved_at"),
        )
    ],
    m.ColleagueOpinion: [
        Section(
            "opinions_as_colleague",
            lambda user: m.ColleagueOpinion.objects.filter(colleague=user).select_related(
                "consultation__case"
            ),
            (case_label("consultation__case"), "text", "invited_at", "answered_at", "ended_at"),
        ),
        Section(
            "opinions_asked_as_mentor",
            lambda user: m.ColleagueOpinion.objects.filter(consultation__mentor=user).select_related(
                "consultation__case"
            ),
            (case_label("consultation__case"), "question", "invited_at"),
        ),
    ],
    m.ChatMessage: [
        Section(
            "messages",
            lambda user: m.ChatMessage.objects.filter(sender=user).select_related("case"),
            (case_label(), "text", "sent_at", "read_at"),
        )
    ],
    m.Question: [
        Section(
            "questions_and_my_answers",
            lambda user: m.Question.objects.filter(
                round__consultation__case__in=own_cases(user), round__sent_at__isnull=False
            ).select_related("round__consultation__case"),
            (
                case_label("round__consultation__case"),
                "text",
                "answer",
                ("outcome", lambda row: row.round.outcome),
                ("answered_at", lambda row: row.round.answered_at),
            ),
        ),
        Section(
            "questions_asked_as_mentor",
            lambda user: m.Question.objects.filter(round__consultation__mentor=user).select_related(
                "round__consultation__case"
            ),
            (
                case_label("round__consultation__case"),
                "kind",
                "text",
                ("sent_at", lambda row: row.round.sent_at),
            ),
        ),
    ],
    m.SolutionOption: [
        Section(
            "solutions",
            lambda user: m.SolutionOption.objects.filter(
                solution__consultation__case__in=own_cases(user), solution__sent_at__isnull=False
            ).select_related("solution__consultation__case"),
            (
                case_label("solution__consultation__case"),
                ("intro", lambda row: row.solution.intro),
                *OPTION,
                ("sent_at", lambda row: row.solution.sent_at),
            ),
        ),
        Section(
            "solutions_as_mentor",
            lambda user: m.SolutionOption.objects.filter(solution__consultation__mentor=user).select_related(
                "solution__consultation__case"
            ),
            (
                case_label("solution__consultation__case"),
                ("intro", lambda row: row.solution.intro),
                *OPTION,
                ("sent_at", lambda row: row.solution.sent_at),
            ),
        ),
    ],
    m.ReflectionSheet: [
        Section(
            "reflection_sheets",
            of_own_cases(m.ReflectionSheet),
            (
                case_label(),
                "usefulness",
                "may_publish",
                "taken_from_first",
                "taken_from_second",
                "started_at",
                "finished_at",
            ),
        )
    ],
    m.ReflectionAnswer: [
        Section(
            "reflection_answers",
            lambda user: m.ReflectionAnswer.objects.filter(sheet__case__in=own_cases(user)).select_related(
                "sheet__case"
            ),
            (case_label("sheet__case"), "wording", "value"),
        )
    ],
    m.AfterCheck: [
        Section(
            "after_checks",
            of_own_cases(m.AfterCheck),
            (case_label(), "asked_at", "answer", "text", "helped", "answered_at"),
        )
    ],
    m.Thanks: [
        Section(
            "thanks",
            lambda user: m.Thanks.objects.filter(consultation__case__in=own_cases(user)).select_related(
                "consultation__case"
            ),
            (case_label("consultation__case"), "text", "created_at"),
        )
    ],
    m.MentorReview: [
        Section(
            "reviews",
            lambda user: m.MentorReview.objects.filter(consultation__case__in=own_cases(user)).select_related(
                "consultation__case"
            ),
            (case_label("consultation__case"), "mark", "text", "created_at"),
        )
    ],
    m.JournalEntry: [
        Section(
            "deeds",
            lambda user: m.JournalEntry.objects.filter(actor=user).select_related("case"),
            (case_label(), "at", "arrow", "role"),
        )
    ],
    m.IdentityLook: [
        Section(
            "looks_at_identities",
            lambda user: m.IdentityLook.objects.filter(by=user).select_related("case"),
            (case_label(), "at", "reason"),
        )
    ],
    SavedItem: [
        Section(
            "saved_in_the_library",
            lambda user: user.saved_items.select_related("page").order_by("saved_at"),
            (("page", lambda row: row.page.title), "saved_at"),
        )
    ],
    Mark: [
        Section(
            "marks_in_the_library",
            lambda user: user.library_marks.select_related("page").order_by("marked_at"),
            (("page", lambda row: row.page.title), "helped", "marked_at"),
        )
    ],
}


def own_data(user: User) -> dict[str, list[dict[str, Any]]]:
    """Everything to be handed to this user: section → rows. Empty sections stay, so that one sees so."""
    data = {section.name: section.of(user) for sections in SECTIONS.values() for section in sections}
    answers: list[tuple[Any, Any]] = signals.own_data_asked.send(sender=User, user=user)
    for _receiver, more in answers:
        data.update(more or {})
    return data
