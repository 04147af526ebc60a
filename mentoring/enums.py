"""The closed vocabularies of the field. Values are stored; labels are shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Direction(TextChoices):
    """The two things a case may be about."""

    PROBLEM = "problem", _("Work problem")
    CAREER = "career", _("Career consultation")


class State(TextChoices):
    """Where a case stands. Exactly one party has the move in each (see `workflow.MOVE`)."""

    DRAFT = "draft", _("Draft")
    CHOOSING = "choosing", _("Choosing a mentor")
    AWAITING = "awaiting", _("Awaiting the mentor")
    IN_WORK = "in_work", _("In work")
    CLARIFYING = "clarifying", _("Clarifying")
    OFFERED = "offered", _("Solution offered")
    COMPLETED = "completed", _("Completed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    # A draft keeps its number after it is deleted, so that the number is never given again.
    DELETED = "deleted", _("Deleted draft")


class Party(TextChoices):
    """Whose move it is."""

    MENTEE = "mentee", _("Mentee")
    MENTOR = "mentor", _("Mentor")
    NOBODY = "", _("Nobody")


class Role(TextChoices):
    """What a user is to one case."""

    AUTHOR = "author", _("Author")
    MENTOR = "mentor", _("Mentor")
    COLLEAGUE = "colleague", _("Colleague")
    MODERATOR = "moderator", _("Moderator")
    PORTAL = "portal", _("Portal")
    STRANGER = "stranger", _("Stranger")


class Format(TextChoices):
    """How the mentor sees the author. Collegial is a leave beside it, public is a topic of the forum."""

    PERSONAL = "personal", _("Personally")
    ANONYMOUS = "anonymous", _("Anonymously")


class Urgency(TextChoices):
    """How soon the author needs an answer."""

    CALM = "calm", _("No hurry")
    SOON = "soon", _("This week")
    URGENT = "urgent", _("It cannot wait")


class IfUnavailable(TextChoices):
    """What happens when the chosen mentor cannot take the case."""

    ASK_ME = "ask_me", _("I will choose again")
    NEXT_BEST = "next_best", _("Ask the next best mentor by itself")


class Opinion(TextChoices):
    """First consultation of a case, or the one blind second opinion."""

    FIRST = "first", _("First opinion")
    SECOND = "second", _("Second opinion")


class ConsultationState(TextChoices):
    """The life of one mentor's part in a case."""

    REQUESTED = "requested", _("Requested")
    ACCEPTED = "accepted", _("Accepted")
    DELIVERED = "delivered", _("Solution delivered")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("Expired")
    STEPPED_DOWN = "stepped_down", _("Stepped down")
    CANCELLED = "cancelled", _("Cancelled")


OPEN_CONSULTATION = (ConsultationState.REQUESTED, ConsultationState.ACCEPTED)


class QuestionKind(TextChoices):
    """The two kinds of a mentor's question."""

    CLARIFYING = "clarifying", pgettext_lazy("question", "Clarifying")
    DEVELOPING = "developing", pgettext_lazy("question", "Developing")


class Outcome(TextChoices):
    """What the author did with the request after answering a round."""

    KEPT = "kept", _("Kept the first wording")
    REFORMULATED = "reformulated", _("Reformulated")


class MentorStatus(TextChoices):
    """Whether a mentor may be proposed."""

    APPLIED = "applied", _("Waits for approval")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", pgettext_lazy("application", "Declined")
    SUSPENDED = "suspended", _("Suspended")


class Slot(TextChoices):
    """Why a mentor stands among the five."""

    BEST = "best", _("Fits best")
    FREE_NOW = "free_now", _("Free right now")
    RESTED = "rested", _("Newcomer or long rested")
    WIDENED = "widened", _("From a neighbouring field")
    SUGGESTED = "suggested", _("Suggested by a colleague")


class AnswerKind(TextChoices):
    """How a reflection question is answered."""

    TEXT = "text", _("Text")
    SCALE = "scale", _("Scale from 1 to 5")
    CHOICE = "choice", _("One of several")


class Usefulness(TextChoices):
    """What the consultation gave."""

    CONFIRMED = "confirmed", _("Confirmed my plan")
    NEW_COURSE = "new_course", _("Gave a new course")
    NOT_USEFUL = "not_useful", _("Was not useful")


class Tried(TextChoices):
    """The answer to the question asked three weeks later."""

    TRIED = "tried", _("I tried it")
    PARTLY = "partly", _("Partly")
    NO = "no", _("Not yet")


class Closing(TextChoices):
    """How a finished case was finished."""

    SOLUTION = "solution", _("With a solution")
    SELF_SOLVED = "self_solved", _("The library helped")
    BY_ITSELF = "by_itself", _("Closed by itself")


class Stage(TextChoices):
    """Stage of schooling."""

    PRESCHOOL = "preschool", _("Preschool")
    PRIMARY = "primary", _("Primary school")
    BASIC = "basic", _("Grades 5–9")
    SECONDARY = "secondary", _("Grades 10–11")
    VOCATIONAL = "vocational", _("Vocational college")


class Subject(TextChoices):
    """What a teacher teaches."""

    PRIMARY_SCHOOL = "primary_school", _("Primary school subjects")
    RUSSIAN = "russian", _("Russian language")
    LITERATURE = "literature", _("Literature")
    MATHEMATICS = "mathematics", _("Mathematics")
    INFORMATICS = "informatics", _("Informatics")
    PHYSICS = "physics", _("Physics")
    CHEMISTRY = "chemistry", _("Chemistry")
    BIOLOGY = "biology", _("Biology")
    GEOGRAPHY = "geography", _("Geography")
    HISTORY = "history", _("History")
    SOCIAL_STUDIES = "social_studies", _("Social studies")
    ENGLISH = "english", _("English language")
    GERMAN = "german", _("German language")
    FRENCH = "french", _("French language")
    TECHNOLOGY = "technology", _("Technology")
    ART = "art", _("Art")
    MUSIC = "music", _("Music")
    PE = "pe", _("Physical education")
    SAFETY = "safety", _("Safety and defence")
    PSYCHOLOGY = "psychology", _("Psychology")
    SPEECH_THERAPY = "speech_therapy", _("Speech therapy")
    PRESCHOOL = "preschool", _("Preschool teaching")
    ADDITIONAL = "additional", _("Clubs and additional education")


class SchoolType(TextChoices):
    """Kind of the organisation one works in."""

    SCHOOL = "school", _("School")
    GYMNASIUM = "gymnasium", _("Gymnasium")
    LYCEUM = "lyceum", _("Lyceum")
    RURAL = "rural", _("Rural school")
    BOARDING = "boarding", _("Boarding school")
    CORRECTIONAL = "correctional", _("Special school")
    KINDERGARTEN = "kindergarten", _("Kindergarten")
    COLLEGE = "college", _("College")
    ADDITIONAL = "additional", _("Additional education")


class Settlement(TextChoices):
    """Where the school stands."""

    CITY = "city", _("City")
    TOWN = "town", _("Town")
    VILLAGE = "village", _("Village")


class Experience(TextChoices):
    """Years in the job as a published case tells them: a band, never the number."""

    FIRST_YEAR = "0-1", _("First year in the job")
    UP_TO_THREE = "1-3", _("Up to three years in the job")
    LONGER = "3+", _("More than three years in the job")


class PublicationStatus(TextChoices):
    """How far a case has come on its way to the library."""

    PREPARING = "preparing", _("Being de-identified")
    WITH_AUTHOR = "with_author", _("Waits for the author's approval")
    APPROVED = "approved", pgettext_lazy("publication", "Approved by the author")
    PUBLISHED = "published", pgettext_lazy("publication", "Published")
    REFUSED = "refused", pgettext_lazy("publication", "Will not be published")
    WITHDRAWN = "withdrawn", pgettext_lazy("publication", "Withdrawn from the library")


class CommentaryState(TextChoices):
    """What has become of asking a colleague for a commentary before publication."""

    ASKED = "asked", pgettext_lazy("commentary", "Asked")
    WRITTEN = "written", pgettext_lazy("commentary", "Has written")
    TAKEN = "taken", pgettext_lazy("commentary", "In the case")
    LEFT_OUT = "left_out", pgettext_lazy("commentary", "Not taken")
    DECLINED = "declined", pgettext_lazy("commentary", "Declined")
    CLOSED = "closed", pgettext_lazy("commentary", "No longer needed")


class Verdict(TextChoices):
    """What a moderator decided about a suspected identifier."""

    REPLACE = "replace", pgettext_lazy("suspicion", "Replaced")
    KEEP = "keep", pgettext_lazy("suspicion", "Identifies nobody")


class RiskLevel(TextChoices):
    """How likely an author can be guessed from what is published."""

    LOW = "low", pgettext_lazy("risk", "Low")
    MEDIUM = "medium", pgettext_lazy("risk", "Noticeable")
    HIGH = "high", pgettext_lazy("risk", "High")
