"""Where a message went, as those may see it who need not know: enough to tell two apart aloud. Pure."""

from __future__ import annotations

from dothi.notify.models import Way

_SHOWN = 3


def masked(way: str, address: str) -> str:
    """`••• 333`, `m•••@example.vn`; what a machine is called stays."""
    if way in (Way.LOUDSPEAKER,) or not address:
        return address
    if way == Way.PUSH:
        return "•••"
    name, at, domain = address.partition("@")
    return f"{name[:1]}•••@{domain}" if at else f"••• {address[-_SHOWN:]}"
