"""Settings: one set for every engine. The environment says where things are; each has an embedded default."""

from .engines import *  # noqa: F403
from .portal import *  # noqa: F403
from .security import *  # noqa: F403
