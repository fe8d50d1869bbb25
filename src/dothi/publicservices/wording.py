"""Reasons of refusal in words: ours, else those of tables in general."""

from __future__ import annotations

from dothi.kernel.i18n import has, t


def reason(code: str) -> str:
    key = f"publicservices-reject-{code}"
    return t(key) if has(key) else t(f"connectors-reject-{code}")
