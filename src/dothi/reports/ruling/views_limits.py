"""The dated limits of this room on screens (`accounts.dated_limits`)."""

from __future__ import annotations

from dothi.accounts import dated_limits
from dothi.accounts.dated_limits import LimitPages
from dothi.reports.models import ReportRule
from dothi.reports.rules import LIMITS

PAGES = LimitPages(
    room="reports", words="reports-limit-", rule=ReportRule, seeds=LIMITS.seeds, manages="reports.manage",
    pages=("report-limits", "report-limit"), above=("report-rows-dated", "reports-rows"),
)  # fmt: skip
limits, limit = dated_limits.views_of(PAGES, sees="reports.view")
