"""What people dial on `/demo/exchange/`, handed from the page to the exchange's own process by files in the data folder."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from dothi.kernel import settings
from dothi.kernel.engines.folder import write_whole

MOST_WAITING = 10
_CALL = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Dialled:
    """One call as somebody asked for it. `said`: the caller's words; `speaks_s`: how long they go on after an answer."""

    call_id: str
    number: str
    caller: str
    said: str
    speaks_s: float


def _folder() -> Path:
    return settings.data_folder() / "run" / "exchange"


def dial(asked: Dialled) -> bool:
    """Leaves a call for the exchange; False where too many wait or run."""
    _folder().mkdir(parents=True, exist_ok=True)
    if sum(1 for _ in _folder().glob("*.json")) >= MOST_WAITING:
        return False
    write_whole(_folder() / f"{asked.call_id}.json", json.dumps(asdict(asked), ensure_ascii=False), 0o600)
    return True


def take() -> Iterator[Dialled]:
    """What was dialled since the last look."""
    for path in sorted(_folder().glob("*.json")):
        try:
            asked = Dialled(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            path.unlink(missing_ok=True)  # damaged: nobody waits for it
            continue
        path.unlink(missing_ok=True)
        yield asked


def hang_up(call_id: str) -> None:
    if _CALL.fullmatch(call_id):
        _folder().mkdir(parents=True, exist_ok=True)
        (_folder() / f"{call_id}.over").touch()


def is_over(call_id: str) -> bool:
    return (_folder() / f"{call_id}.over").exists()


def done(call_id: str) -> None:
    (_folder() / f"{call_id}.over").unlink(missing_ok=True)


def forget() -> None:
    """What was left by an exchange that ended."""
    for path in _folder().glob("*.over"):
        path.unlink(missing_ok=True)
