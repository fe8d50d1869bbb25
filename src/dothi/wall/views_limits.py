"""The dated limits of this room on screens (`accounts.dated_limits`)."""

from __future__ import annotations

from dothi.accounts import dated_limits
from dothi.accounts.dated_limits import LimitPages
from dothi.wall.models import WallRule
from dothi.wall.rules import LIMITS

PAGES = LimitPages(
    room="wall", words="wall-limit-", rule=WallRule, seeds=LIMITS.seeds, manages="wall.manage", pages=("wall-limits", "wall-limit"),
    above=("walls", "wall-title"),
)  # fmt: skip
limits, one_limit = dated_limits.views_of(PAGES, sees="wall.view")
