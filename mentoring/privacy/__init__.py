"""De-identification: what in a text may tell who its author, a pupil or a colleague is."""

from .detection import Suspicion, find_identifiers, suspicions
from .known import Known
from .labels import Tier

__all__ = ["Known", "Suspicion", "Tier", "find_identifiers", "suspicions"]
