"""Built files: from the name in a template to the hashed file of `static/dist` (made by hatch_build.py, cached for ever)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django.templatetags.static import static

DIST = Path(__file__).resolve().parent / "static" / "dist"


@cache
def _manifest() -> dict[str, str]:
    """`app.css` → `app-3F2A9C1B.css`; empty in a checkout whose web part was never built."""
    path = DIST / "manifest.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def url(name: str) -> str:
    return static(f"dist/{_manifest().get(name, name)}")
