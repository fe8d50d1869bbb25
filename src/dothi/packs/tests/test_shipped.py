"""A pack that comes with the system has another version whenever a file of it changed: by the version a centre sees that there is something
to load, and by the version it goes back."""

from __future__ import annotations

import tomllib
from pathlib import Path

from dothi.packs.folder import SHIPPED, read_pack

TOLD = Path(__file__).parent / "shipped.toml"


def test_what_changed_has_another_version() -> None:
    """Whoever changes a pack raises its version and writes both here, as the failing line says them."""
    packs = [read_pack(path.parent) for path in sorted(SHIPPED.glob("*/pack.toml"))]
    now = {one.code: {"version": one.version, "fingerprint": one.fingerprint()} for one in packs}
    assert now == tomllib.loads(TOLD.read_text(encoding="utf-8"))
