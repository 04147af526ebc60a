"""People one does not want to meet: who they are, in words that this reader may see."""

from mentoring.enums import MentorStatus
from mentoring.models import Exclusion


def name_of_other(pair: Exclusion) -> str:
    """The name of a mentor whom the owner met as an author or chose by name; empty otherwise.

    Whoever met the other in somebody else's case may have met an anonymous author, who may be a mentor too.
    """
    profile = getattr(pair.other, "mentor_profile", None)
    if profile is None or profile.status != MentorStatus.APPROVED:
        return ""
    met_as_author = pair.case is None or pair.case.author_id == pair.owner_id
    return pair.other.get_full_name() if met_as_author else ""
