"""How the web process serves, in `make run` and in the container alike."""

import os

os.environ.setdefault("DATABASE_POOL", "1")  # for web only: a pool does not survive the job worker's fork

wsgi_app = "regional20x10.wsgi"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 20
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True
accesslog = "-"
access_log_format = "%(m)s %(U)s %(s)s %(M)s ms"  # no address, no query: nothing personal


def worker_exit(server, worker):
    """Close the pool, whose threads would otherwise hold up the end for ten seconds."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        connection.close_pool()
