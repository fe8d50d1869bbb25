"""`python -m dothi.cli.preloaded <socket>`: loads what all parts need, then forks them (used by `up`, see kernel/engines/forking.py).

Nothing here may open a connection, start a thread or make an event loop: every part would have its half of it.
"""

from __future__ import annotations

import gc
import os
import socket
import sys
from importlib import import_module

from dothi.cli import main, worker_
from dothi.kernel.engines import forking

_MODULES = ("dothi.config.asgi", "dothi.cli.serve_", "granian", "dothi.kernel.jobs", *worker_.LOOPS.values())


def load() -> dict[str, str]:
    """Everything that a part imports anyway, the doors with their routes among it. Returns the variables that it set (Django's TZ)."""
    gc.disable()  # nothing that is loaded is garbage; each part switches it on again
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's library makes its threads when it is loaded
    before = dict(os.environ)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dothi.config.settings")
    for module in _MODULES:
        import_module(module)
    return {name: value for name, value in os.environ.items() if before.get(name) != value}


if __name__ == "__main__":
    main(forking.become_parts(socket.socket(fileno=int(sys.argv[1])), load()))
