"""Codes that no pack may have, because the centre itself answers or speaks by them."""

from __future__ import annotations

# /packs/<code>/ would lead nowhere but here
ADDRESSES = frozenset({"handed-in"})

# the first words of keys of what the centre says itself: a pack that begins so would seem to speak for a room
ROOMS = frozenset({
    "accounts", "alarms", "api", "around", "boards", "calls", "certainty", "codelists", "commands", "connectors", "demo", "cameras", "crews", "dispatch", "drills", "duty", "engines",
    "entities", "error", "forces", "incidents", "indicators", "kernel", "livemap", "notify", "open311", "origin", "packs", "publicservices", "reports", "rules", "shiftbook", "streams", "surveys",
    "tasks", "territory", "wall", "warnings", "web",
})  # fmt: skip


def is_reserved(code: str) -> bool:
    return code in ADDRESSES or code.partition("-")[0] in ROOMS
