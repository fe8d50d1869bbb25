"""`var/demo.json`: the address, one login per role, one key per kind. Readable by its owner only."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from dothi.kernel import settings
from dothi.kernel.engines.folder import write_whole

SIMULATOR_KEY = "simulator.key"


@dataclass(slots=True)
class Card:
    """`logins`: role → user and password; `api_keys`: kind → whole key."""

    base_url: str = ""
    logins: dict[str, dict[str, str]] = field(default_factory=dict)
    api_keys: dict[str, str] = field(default_factory=dict)


def path() -> Path:
    return settings.data_folder() / "demo.json"


def read() -> Card:
    """The card as it was written; an empty one when it is missing or damaged."""
    try:
        return Card(**json.loads(path().read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Card()


def write(card: Card) -> None:
    write_whole(path(), json.dumps(asdict(card), ensure_ascii=False, indent=2) + "\n", 0o600)


def simulator_key_path() -> Path:
    return settings.data_folder() / "secrets" / SIMULATOR_KEY


def read_simulator_key() -> str | None:
    try:
        return simulator_key_path().read_text(encoding="ascii").strip() or None
    except OSError:
        return None


def write_simulator_key(key: str) -> None:
    simulator_key_path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_whole(simulator_key_path(), key + "\n", 0o600)
