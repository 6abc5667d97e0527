"""`python -m tests.bench.packing CONTENT draw|KIND [LANGUAGE]`: one step of a pack in a process of its own, as a worker
does it; JSON of seconds, memory and bytes. `draw` keeps the drawings beside the content, the other steps read them."""

import json
import os
import pickle
import sys
import time
from pathlib import Path

from tests.bench.reporting import memory


def main(path, kind, language=""):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regional20x10.settings")
    import django

    django.setup()
    from reports import packing

    sealed = _sealed(Path(path).read_bytes())
    drawings = Path(path).with_suffix(".drawings")
    begun, used = time.perf_counter(), time.process_time()
    if kind == "draw":
        drawings.write_bytes(pickle.dumps(packing.drawings(sealed)))
        count = drawings.stat().st_size
    else:
        charts = pickle.loads(drawings.read_bytes()).get(language, {})
        count = len(packing.render(sealed, kind, language, charts))
    told = {"seconds": time.perf_counter() - begun, "computed": time.process_time() - used, "bytes": count}
    print(json.dumps(told | {"memory": memory(os.getpid())["VmHWM"]}))


def _sealed(stored):
    """The Sealed of a stored content, with a header of its own."""
    from reports import chain
    from reports.pieces import loaded
    from reports.sealed import Sealed

    digest = chain.digest(stored)
    content = loaded(stored)
    header = {
        "number": 1, "kind": content["kind"], "year": content["year"], "as_of": content["as_of"],
        "sealed_at": "2026-12-20T00:00:00Z", "sealed_by": None, "reason": "To measure.", "content_sha256": digest,
        "previous": "",
    }  # fmt: skip
    return Sealed(content, header | {"sha256": chain.header_digest(header), "chain": []})


if __name__ == "__main__":
    main(*sys.argv[1:])
