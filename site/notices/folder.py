"""The embedded way to send letters: each becomes a file in a folder."""

import hashlib
import os
import re
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

UNSAFE = re.compile(r"[^A-Za-z0-9.@_-]+")


class FolderBackend(BaseEmailBackend):
    """Writes letters into `settings.LETTERS_DIR`.

    The file is named after the Message-ID, so that a letter sent again after a killed worker is one file;
    it appears whole or not at all.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write each letter that has a recipient. Raises OSError when the folder cannot be written."""
        return sum(self._write(message) for message in email_messages if message.recipients())

    def _write(self, message: EmailMessage) -> bool:
        folder = Path(settings.LETTERS_DIR)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        letter = message.message()
        path = folder / file_name(letter["Message-ID"])
        # One worker at a time has this letter, so one draft of it is enough and a later try takes it over.
        draft = folder / f".{path.stem}"
        with draft.open("wb") as file:
            file.write(letter.as_bytes())
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(0o600)
        draft.replace(path)
        return True


def file_name(message_id: str) -> str:
    """The name of a letter's file: its Message-ID where that is a plain one, its hash where it is not."""
    plain = message_id.strip().strip("<>")
    if UNSAFE.search(plain) or plain.startswith(".") or not 0 < len(plain) <= 120:
        plain = hashlib.sha256(message_id.encode()).hexdigest()
    return f"{plain}.eml"
