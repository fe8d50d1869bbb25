"""Which migrations `structure.sql` holds, each with the digest of its file: a step that was taken is never rewritten."""

from __future__ import annotations

import hashlib
import json
import sys
from importlib.resources import files
from pathlib import Path

from django.db.migrations.loader import MigrationLoader

FILE = "steps.json"


def known() -> dict[str, str]:
    """`{"<room>.<migration>": digest}` of what was put into the file."""
    return dict(json.loads(files(__package__).joinpath(FILE).read_text(encoding="utf-8")))


def present() -> dict[str, str]:
    """The same of the code that runs, libraries' migrations among them."""
    steps = MigrationLoader(None).disk_migrations
    return {f"{room}.{name}": _digest(type(step).__module__) for (room, name), step in sorted(steps.items())}


def changed() -> list[str]:
    """Steps of the file that are gone or read otherwise today: a city that took them would have other tables than a new one."""
    today = present()
    return [step for step, digest in known().items() if today.get(step) != digest]


def as_text() -> str:
    return json.dumps(present(), indent=0, sort_keys=True) + "\n"


def _digest(module: str) -> str:
    return hashlib.sha256(Path(sys.modules[module].__file__ or "").read_bytes()).hexdigest()[:16]
