"""How the web server runs. Threads wait for the database; two processes keep two cores busy."""

import os
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))

wsgi_app = "config.wsgi:application"
bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
# No address of a reader is written anywhere: an anonymous author must stay anonymous in the log too.
access_log_format = '%(t)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'
control_socket_disable = True


def post_worker_init(worker) -> None:
    """Begin to read what searches and hints need, beside the first requests."""
    from config.warming import warm

    threading.Thread(target=warm, daemon=True).start()
