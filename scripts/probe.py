"""Exit 0 if the web process on this machine is ready; the container's health check."""

import http.client
import os
import sys

host = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip(" .*") or "localhost"
try:
    connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=10)
    connection.request("GET", "/health/ready", headers={"Host": host})
    status = connection.getresponse().status
except OSError as error:
    sys.exit(f"not ready: {error}")
sys.exit(None if status == 200 else f"not ready: {status}")
