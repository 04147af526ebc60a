"""The cast of the journeys, brought in once."""

import pytest

from tests.engines.portal import LivePortal


@pytest.fixture(scope="session")
def cast(portal_server: LivePortal) -> LivePortal:
    """The portal with five approved mentors."""
    portal_server.manage("shell", "-c", "from tests.journeys import cast; cast.enter()")
    return portal_server
