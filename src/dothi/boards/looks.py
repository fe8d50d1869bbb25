"""How sure one may be of a figure, as every tile says it: a word, a sign and a frame of its own for each; pure."""

from __future__ import annotations

from collections.abc import Iterable

from dothi.kernel.origin import Origin

# the first that holds frames the tile; every one that holds is said
ORDER = ("withdrawn", "waits", "gap", "late", "generated", "simulated", "estimated", "typed", "replayed")
SIGNS = {
    "withdrawn": "✕", "waits": "⋯", "gap": "□", "late": "◔", "generated": "⚙", "simulated": "◇", "estimated": "≈",
    "typed": "✎", "replayed": "↺",
}  # fmt: skip


def marks(*, is_gap: bool, waits: bool, is_late: bool, origins: Iterable[Origin | None]) -> list[str]:
    """What is to be said beside a figure, in the order of ORDER; nothing of one that was measured in time."""
    if is_gap:
        return ["waits" if waits else "gap"]
    told = {one.word for one in origins if one is not None and one is not Origin.LIVE}
    return [one for one in ORDER if one in told or (one == "late" and is_late)]
