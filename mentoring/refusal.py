"""Why a deed was refused, in words for the person who tried."""


class Refused(Exception):
    """Nothing has changed. `code` is for programs: forbidden, state, condition, stale, full, often, invalid."""

    def __init__(self, code: str, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.field = code, message, field
