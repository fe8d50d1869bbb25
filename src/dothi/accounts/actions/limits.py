"""The dated limits of accounts: a new value from a day on; what held before stays on record."""

from __future__ import annotations

from typing import Any

from dothi.accounts import dated_limits, rules
from dothi.accounts.dated_limits import LimitPages
from dothi.accounts.models import AccountRule

PAGES = LimitPages(
    room="accounts", words="accounts-limit-", rule=AccountRule, seeds=rules.BY_CODE, manages="people.manage", pages=("accounts-limits", "accounts-limit"),
    above=("", ""), after=rules.forget,
)  # fmt: skip


def set_limit(code: str, value: int, **told: Any) -> AccountRule:
    """`dated_limits.set_limit` of an account's limit."""
    row: AccountRule = dated_limits.set_limit(PAGES, code, value, **told)
    return row
