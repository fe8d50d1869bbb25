"""The dated limits of accounts on screens, among the pages of people (`dated_limits`)."""

from __future__ import annotations

from dothi.accounts import dated_limits
from dothi.accounts.actions.limits import PAGES

limits, limit = dated_limits.views_of(PAGES, sees="people.view", template="accounts/limits.html")
