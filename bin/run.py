"""Runs the portal on this machine: prepares data, starts web server and worker, stops both together."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
STOP_SECONDS = 20


class Stopped(Exception):
    """Somebody asked the portal to stop."""


def main() -> int:
    """Run until Ctrl-C or SIGTERM (answer 0) or until one of the two processes dies (answer 1)."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, _stop)
    port = os.environ.get("PORT", "8000")
    os.environ.setdefault("BIND", f"127.0.0.1:{port}")
    os.environ.setdefault("SITE_URL", f"http://localhost:{port}")
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        _prepare()
        running["web server"] = _start("-m", "gunicorn", "-c", "gunicorn.conf.py")
        running["worker"] = _start("manage.py", "work")
        return _watch(running, announce=f"\nThe portal is at {os.environ['SITE_URL']} · Ctrl-C stops it\n")
    except subprocess.CalledProcessError as failed:
        print(f"Not started: {' '.join(failed.cmd[1:])} answered {failed.returncode}", file=sys.stderr)
        return 1
    except Stopped:
        print("\nStopping…", flush=True)
        return 0
    finally:
        _stop_all(list(running.values()))


def _prepare() -> None:
    """Bring data and files to the state of this code; each step may run any number of times."""
    print("Preparing the database…", flush=True)
    _manage("migrate", "--verbosity=0")
    _manage("createcachetable")
    _manage("load_portal")
    if os.environ.get("DEMO", "1") != "0":
        _manage("load_demo")
    if os.environ.get("DEBUG", "").lower() not in {"1", "true", "yes", "on"}:
        _manage("collectstatic", "--noinput", "--verbosity=0")


def _manage(*words: str) -> None:
    # A session of its own, like the servers: Ctrl-C reaches this process alone, and it stops the others.
    child = _start("manage.py", *words)
    try:
        answer = child.wait()
    except Stopped:
        _stop_all([child])
        raise
    if answer:
        raise subprocess.CalledProcessError(answer, ["python", "manage.py", *words])


def _start(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, *words], cwd=ROOT, stdin=subprocess.DEVNULL, start_new_session=True
    )


def _watch(running: dict[str, subprocess.Popen[bytes]], *, announce: str) -> int:
    announced = False
    while True:
        if not announced and _listens(os.environ["BIND"]):
            print(announce, flush=True)
            announced = True
        for name, process in running.items():
            if (answer := process.poll()) is not None:
                print(f"The {name} ended by itself (answer {answer}); stopping the rest.", file=sys.stderr)
                return 1
        time.sleep(0.3)


def _listens(address: str) -> bool:
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host, int(port)), timeout=1).close()
    except OSError:
        return False
    return True


def _stop_all(processes: list[subprocess.Popen[bytes]]) -> None:
    # A second Ctrl-C while stopping changes nothing: they end, or are killed after STOP_SECONDS.
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    alive = [process for process in processes if process.poll() is None]
    for process in alive:
        process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in alive:
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stopped


if __name__ == "__main__":
    sys.exit(main())
