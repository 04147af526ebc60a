"""Transports that misbehave on purpose, and a mail server as small as one can be."""

import os
import random
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.mail.backends.base import BaseEmailBackend

from notices.folder import FolderBackend


class CountingBackend(BaseEmailBackend):
    """Writes a line for each letter handed over, in one write, so that any number of processes may count."""

    def send_messages(self, email_messages):
        """Take a moment, as a real server does."""
        for message in email_messages:
            time.sleep(0.002)
            line = f"{message.extra_headers['Message-ID']}\n".encode()
            journal = os.open(os.environ["COUNTED"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
            os.write(journal, line)
            os.close(journal)
        return len(email_messages)


class SlowFolderBackend(FolderBackend):
    """The folder with pauses, so that a kill finds it at every step."""

    def send_messages(self, email_messages):
        """Write, with a pause before and after."""
        time.sleep(random.uniform(0, 0.004))
        count = super().send_messages(email_messages)
        time.sleep(random.uniform(0, 0.004))
        return count


class MoodyBackend(BaseEmailBackend):
    """Raises what the test put into `moods`, one for each letter handed over, then delivers."""

    moods: list[Exception] = []
    opening: list[Exception] = []
    delivered: list = []
    handed_over = 0

    def open(self):
        """Raise the next trouble of opening."""
        if MoodyBackend.opening:
            raise MoodyBackend.opening.pop(0)

    def send_messages(self, email_messages):
        """Raise the next mood or deliver."""
        MoodyBackend.handed_over += 1
        if MoodyBackend.moods:
            raise MoodyBackend.moods.pop(0)
        MoodyBackend.delivered += email_messages
        return len(email_messages)


class _Session(socketserver.StreamRequestHandler):
    """Enough of SMTP for one client; `server.answers` may refuse at RCPT or hang up."""

    def handle(self):
        self._say("220 test")
        for line in iter(self.rfile.readline, b""):
            word = line[:4].upper().strip()
            if word == b"DATA":
                self._say("354 go on")
                self.server.letters.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                self._say("250 taken")
            elif word == b"RCPT" and self.server.answers:
                answer = self.server.answers.pop(0)
                if answer == "hang up":
                    return
                self._say(answer)
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.letters: list[bytes] = []
        self.answers: list[str] = []


@contextmanager
def mail_server() -> Iterator[_Server]:
    """A listening server; `letters` holds what it took, `answers` what it says to the next RCPT commands."""
    with _Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def in_child(deed: Callable[[], object]) -> int:
    """Run something in a forked process with database connections of its own; returns its process id."""
    from django.db import connections

    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        deed()
        code = 0
    finally:
        os._exit(code)


def whole_letters(folder: Path) -> list[str]:
    """Names of the letters in a folder; every one must be whole: its last line says so."""
    names = sorted(path.name for path in folder.glob("*.eml"))
    for name in names:
        assert (folder / name).read_text().rstrip().endswith("THE END"), name
    return names
