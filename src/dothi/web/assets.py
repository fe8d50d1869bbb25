"""Built files: from the name in a template to the hashed file of `static/dist` (made by hatch_build.py, cached for ever)."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
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


@cache
def text(name: str) -> str:
    """What a built file says, to stand within a page; empty where the web part was never built."""
    path = DIST / _manifest().get(name, name)
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def policy_hash(name: str) -> str:
    """How the content security policy names exactly this text (CSP3 §2.3.1), so that no other may stand within a page."""
    return f"'sha256-{b64encode(hashlib.sha256(text(name).encode()).digest()).decode()}'"
