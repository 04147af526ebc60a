"""A real running portal for browser tests: own data, gunicorn and the worker as processes of their own."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What a process needs of the machine; the rest of a developer's environment stays outside.
INHERITED = ("PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV")
START_SECONDS = 40


@dataclass
class LivePortal:
    """The portal as a visitor meets it, and as its operator does."""

    url: str
    var: Path
    env: dict[str, str]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def letters_dir(self) -> Path:
        """Where the worker puts each letter as an .eml file."""
        return self.var / "letters"

    def manage(self, *words: str) -> str:
        """Run a management command on this portal and return what it printed; its failure is the test's."""
        result = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )
        assert result.returncode == 0, f"manage.py {' '.join(words)}:\n{result.stdout}{result.stderr}"
        return result.stdout

    def start(self, name: str, *command: str) -> None:
        """Start a process of the portal; its output goes to a file in `var/`."""
        with self.log_of(name).open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
            )

    def start_web(self) -> None:
        """Start gunicorn and wait until it answers."""
        self.start("web", "-m", "gunicorn", "-c", "gunicorn.conf.py")
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self.processes["web"].poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The portal does not answer:\n{self.log_of('web').read_text()[-4000:]}")
            time.sleep(0.1)

    def start_worker(self) -> None:
        """Start the process that sends letters, moves clocks and updates the index."""
        self.start("worker", "manage.py", "work")

    def stop(self, name: str) -> None:
        """Stop one process as its operator would; kill it when it does not obey."""
        process = self.processes.pop(name)
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def log_of(self, name: str) -> Path:
        """The output of one process."""
        return self.var / f"{name}.log"

    def assert_alive(self) -> None:
        """Fail with the log of a process that has died."""
        for name, process in self.processes.items():
            assert process.poll() is None, f"{name} died:\n{self.log_of(name).read_text()[-4000:]}"

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(self.url, timeout=5).close()  # noqa: S310 our own address
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True


@contextmanager
def live_portal(var: Path, **environment: str) -> Iterator[LivePortal]:
    """Prepare a portal with empty data in `var`, run it, stop it; `environment` is added to its own."""
    var.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    env = {name: os.environ[name] for name in INHERITED if name in os.environ} | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "VAR_DIR": str(var),
        "BIND": f"127.0.0.1:{port}",
        "SITE_URL": url,
        "WORKER_INTERVAL": "0.3",
        "RATE_LIMITS_OFF": "1",
        "PYTHONUTF8": "1",
    }
    portal = LivePortal(url=url, var=var, env=env | environment)
    portal.manage("migrate", "--verbosity=0")
    portal.manage("createcachetable")
    portal.manage("load_portal")
    portal.manage("collectstatic", "--noinput", "--verbosity=0")
    try:
        portal.start_web()
        portal.start_worker()
        yield portal
        portal.assert_alive()
    finally:
        for name in list(portal.processes):
            portal.stop(name)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
