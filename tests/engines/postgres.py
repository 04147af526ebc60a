"""A private PostgreSQL for tests and benchmarks.

`python tests/engines/postgres.py -- command…` runs a command with DATABASE_URL set to it. It uses Debian's
package (`postgresql`) without touching its service: own folder under /tmp, own port, loopback only, no
promise to survive a crash. PostgreSQL refuses to run as root, so root hands it to an ordinary user.
"""

import atexit
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

SERVER_USER = "postgres"
OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "200",
    "shared_buffers": "256MB",
    # Nothing to replicate, nothing worth saving on the way, and no housekeeping beside the tests.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "1d",
    "autovacuum": "off",
    # Tables without statistics look costly to the planner, and compiling takes longer than any query here.
    "jit": "off",
}


class PostgresMissing(RuntimeError):
    """PostgreSQL's programs are not on this machine."""


@contextmanager
def running_postgres() -> Iterator[str]:
    """Start a server of our own, yield the URL of its empty database, stop and delete it at the end."""
    programs = _programs()
    # Not under TMPDIR: the path of a socket must be short.
    folder = Path(tempfile.mkdtemp(prefix="portal-postgres-", dir="/tmp"))
    as_user = _as_ordinary_user(folder)
    data, log = folder / "data", folder / "log"

    def run(*command: str | Path) -> None:
        result = subprocess.run(
            [*as_user, *map(str, command)],
            cwd=folder,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )
        if result.returncode:
            server_log = log.read_text() if log.exists() else ""
            raise RuntimeError(f"{command[0]} failed:\n{result.stdout}{result.stderr}{server_log}")

    try:
        run(
            programs / "initdb",
            *("-D", data, "-U", "portal", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"),
        )
        port = _free_port()
        options = " ".join(f"-c {name}={value}" for name, value in OPTIONS.items())
        # The server's own output must not keep our pipes open, so it goes to a file.
        run(
            programs / "pg_ctl",
            *("-D", data, "-l", log, "-w", "-t", "60", "-o", f"-p {port} -k {folder} {options}", "start"),
        )
        try:
            run(programs / "createdb", "-h", folder, "-p", str(port), "-U", "portal", "portal")
            # The address of a socket of the file system: the folder stands where the name of a database would.
            yield f"postgres://portal@:{port}/{folder}/portal"
        finally:
            run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def client(program: str, database: dict[str, Any], *words: str | Path) -> None:
    """Run a program of PostgreSQL's, like `pg_dump`, on a database of Django's settings; its failure raises."""
    place = ("-h", database["HOST"], "-p", str(database["PORT"]), "-U", database["USER"])
    subprocess.run([_programs() / program, *place, *words], check=True, stdin=subprocess.DEVNULL)


def provide_database_url() -> None:
    """Set DATABASE_URL, starting a server when none is given; it stops when the process that started it ends.

    Processes started later inherit the URL, so that xdist's controller starts one server for all its workers.
    """
    if os.environ.get("DATABASE_URL"):
        return
    stack = ExitStack()
    os.environ["DATABASE_URL"] = stack.enter_context(running_postgres())
    atexit.register(_close_in, os.getpid(), stack)


def _close_in(pid: int, stack: ExitStack) -> None:
    if os.getpid() == pid:  # A forked child inherits the exit handlers but not the server.
        stack.close()


def _programs() -> Path:
    found = sorted(
        (folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if (folder / "initdb").exists()),
        key=lambda folder: int(folder.parent.name),
    )
    if found:
        return found[-1]
    if initdb := shutil.which("initdb"):
        return Path(initdb).resolve().parent
    raise PostgresMissing("PostgreSQL is not installed: apt-get install postgresql")


def _as_ordinary_user(folder: Path) -> list[str]:
    """The words before each command that make it run as somebody but root, who also gets the folder."""
    if os.geteuid() != 0:
        return []
    try:
        user = pwd.getpwnam(SERVER_USER)
    except KeyError:
        subprocess.run(["useradd", "--system", "--no-create-home", SERVER_USER], check=True)
        user = pwd.getpwnam(SERVER_USER)
    os.chown(folder, user.pw_uid, user.pw_gid)
    return ["runuser", "-u", SERVER_USER, "--"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _main(words: list[str]) -> int:
    if words[:1] == ["--"]:
        words = words[1:]
    if not words:
        print(__doc__, file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with running_postgres() as url:
        # The settings of the tests look at a DATABASE_URL only beside the second name.
        given = {"DATABASE_URL": url, "PORTAL_TEST_DATABASE": "postgresql"}
        return subprocess.run(words, env=os.environ | given).returncode


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
