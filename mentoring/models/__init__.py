"""The public face of the models."""

from .calendar import DayOff, Limits
from .case import Attachment, Case, CaseNumber, CaseVersion, new_number, private_storage
from .consent import Leave, LeaveRequest
from .consultation import ChatMessage, ColleagueOpinion, Consultation, HalfWritten, Proposal
from .journal import IdentityLook, JournalEntry
from .people import Exclusion, MenteeProfile, MentorPause, MentorProfile, TextModule, school_key
from .publication import Commentary, Deidentification, PublicCase, Ruling
from .question import HintQuestion, Question, Round
from .reflection import (
    AfterCheck,
    MentorReview,
    ReflectionAnswer,
    ReflectionQuestion,
    ReflectionSheet,
    Thanks,
)
from .rubric import Rubric, merge, retire
from .seat import Seat
from .solution import Solution, SolutionOption

__all__ = [
    "AfterCheck",
    "Attachment",
    "Case",
    "CaseNumber",
    "CaseVersion",
    "ChatMessage",
    "ColleagueOpinion",
    "Commentary",
    "Consultation",
    "DayOff",
    "Deidentification",
    "Exclusion",
    "HalfWritten",
    "HintQuestion",
    "IdentityLook",
    "JournalEntry",
    "Leave",
    "LeaveRequest",
    "Limits",
    "MenteeProfile",
    "MentorPause",
    "MentorProfile",
    "MentorReview",
    "Proposal",
    "PublicCase",
    "Question",
    "ReflectionAnswer",
    "ReflectionQuestion",
    "ReflectionSheet",
    "Round",
    "Rubric",
    "Ruling",
    "Seat",
    "Solution",
    "SolutionOption",
    "TextModule",
    "Thanks",
    "merge",
    "new_number",
    "private_storage",
    "retire",
    "school_key",
]
