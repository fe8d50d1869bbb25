"""The quality rule of an indicator: what makes its figure doubtful. A doubtful figure is shown with its doubt, never hidden, never mended.

`lowest`, `highest` – what the figure cannot lie below or above; `most_change` – per cent against the period before; `least_count` – how many
values it needs at least.
"""

from __future__ import annotations

from dothi.indicators.merging import Merged
from dothi.indicators.models import Indicator


def doubts(one: Indicator, figure: Merged | None, before: Merged | None) -> list[str]:
    """Words of the doubts (`indicators-doubt-…`), none where the figure stands or there is none."""
    rule = one.quality or {}
    if figure is None or figure.value is None:
        return []
    found = []
    if "lowest" in rule and figure.value < rule["lowest"]:
        found.append("lowest")
    if "highest" in rule and figure.value > rule["highest"]:
        found.append("highest")
    if "least_count" in rule and figure.count < rule["least_count"]:
        found.append("least-count")
    earlier = before.value if before is not None else None
    if "most_change" in rule and earlier and abs(figure.value / earlier - 1) * 100 > rule["most_change"]:
        found.append("most-change")
    return found
