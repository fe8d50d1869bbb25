"""Codes that no pack may have, because the centre itself answers or speaks by them."""

from __future__ import annotations

# /packs/<code>/ would lead nowhere but here
# (/boards/<code>/ likewise)
ADDRESSES = frozenset({"handed-in", "new", "preview", "made", "notes", "figures", "work", "types"})

# the first words of keys of what the centre says itself: a pack that begins so would seem to speak for a room
ROOMS = frozenset({
    "accounts", "alarms", "api", "around", "boards", "briefings", "calls", "certainty", "codelists", "commands", "connectors", "demo", "cameras", "crews", "dispatch", "drills", "duty", "engines",
    "entities", "error", "forces", "incidents", "indicators", "kernel", "livemap", "notify", "open311", "origin", "packs", "publicservices", "reports", "rules", "shiftbook", "streams", "surveys",
    "facts", "generating", "leaders", "score", "tasks", "territory", "wall", "warnings", "web",
    "role", "own",  # how the addresses of boards begin that no pack brings
})  # fmt: skip


def is_reserved(code: str) -> bool:
    return code in ADDRESSES or code.partition("-")[0] in ROOMS
