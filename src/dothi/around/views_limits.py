"""The dated limits of this room on screens (`accounts.dated_limits`)."""

from __future__ import annotations

from dothi.accounts import dated_limits
from dothi.accounts.dated_limits import LimitPages
from dothi.around.models import AroundRule
from dothi.around.rules import LIMITS

PAGES = LimitPages(
    room="around", words="around-limit-", rule=AroundRule, seeds=LIMITS.seeds, manages="around.manage", pages=("around-limits", "around-limit"),
    above=("works", "around-works-title"),
)  # fmt: skip
limits, limit = dated_limits.views_of(PAGES, sees="around.manage")
