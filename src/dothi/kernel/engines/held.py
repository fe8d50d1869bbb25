"""Parts that stay down for a while, so that a team trains what it does then. Only the supervisor of a drill's copy obeys.

`run/held.json`: `{"nats": "2026-11-23T09:00:00+00:00"}`, a part and the instant at which it may run again: whoever wrote it
may be killed, the part comes back all the same.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from dothi.kernel import clock, drill
from dothi.kernel.engines.folder import write_whole

# without the others nobody could work, or nothing would be measured
PARTS = ("nats", "writer", "notify", "sources", "worker", "cameras")


def hold(data: Path, part: str, until: dt.datetime) -> None:
    """Keeps a part of PARTS down until then; said again, the later instant holds. Raises ValueError, OSError."""
    if part not in PARTS:
        raise ValueError(part)
    known = _read(data)
    known[part] = max(until, known.get(part, until))
    text = json.dumps({name: clock.iso(at) for name, at in known.items()})
    write_whole(data / "run" / "held.json", text, 0o644)


def held(data: Path) -> frozenset[str]:
    """The parts that stay down now; none in a city."""
    if drill.mark() is None:
        return frozenset()
    now = clock.now()
    return frozenset(name for name, until in _read(data).items() if until > now)


def _read(data: Path) -> dict[str, dt.datetime]:
    try:
        told = json.loads((data / "run" / "held.json").read_text(encoding="utf-8"))
        return {name: dt.datetime.fromisoformat(at) for name, at in told.items() if name in PARTS}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
