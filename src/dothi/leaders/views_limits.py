"""The dated limits of this room on screens (`accounts.dated_limits`), under the words `leaders-limits` and `leaders-limits-help`."""

from __future__ import annotations

from dothi.accounts import dated_limits
from dothi.accounts.dated_limits import LimitPages
from dothi.leaders.models import LeaderRule
from dothi.leaders.rules import LIMITS

PAGES = LimitPages(
    room="leaders", words="leaders-limit-", rule=LeaderRule, seeds=LIMITS.seeds, manages="system.manage", pages=("leader-limits", "leader-limit"),
    above=("leader", "leaders-title"),
)  # fmt: skip
limits, one_limit = dated_limits.views_of(PAGES, sees="leaders.view")
