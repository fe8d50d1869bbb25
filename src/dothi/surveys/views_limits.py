"""The dated limits of this room on screens (`accounts.dated_limits`)."""

from __future__ import annotations

from dothi.accounts import dated_limits
from dothi.accounts.dated_limits import LimitPages
from dothi.surveys.models import SurveyRule
from dothi.surveys.rules import LIMITS

PAGES = LimitPages(
    room="surveys", words="surveys-limit-", rule=SurveyRule, seeds=LIMITS.seeds, manages="surveys.manage", pages=("surveys-limits", "surveys-limit"),
    above=("surveys", "surveys-title"),
)  # fmt: skip
limits, limit = dated_limits.views_of(PAGES, sees="surveys.view")
