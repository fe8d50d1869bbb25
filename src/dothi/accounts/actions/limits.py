"""The dated limits of accounts: a new value from a day on; what held before stays on record."""

from __future__ import annotations

import datetime as dt

from dothi.accounts import rules
from dothi.accounts.actions.action import action
from dothi.accounts.models import AccountRule, Person
from dothi.kernel import clock
from dothi.kernel.dated import Certainty
from dothi.kernel.errors import BadRequest, NotAllowed, NotFound


@action
def set_limit(
    code: str,
    value: int,
    *,
    valid_from: dt.date,
    source: str,
    certainty: str,
    by: Person | None,
    reason: str,
) -> AccountRule:
    """Lets a limit hold from a day on; a value already dated to that day is corrected (its history keeps both).

    Raises NotAllowed (only who manages people everywhere), NotFound, BadRequest (out of bounds, past day, no source or reason).
    """
    if by is not None and not by.scope("people.manage").everywhere:
        raise NotAllowed(permission="people.manage")
    seed = rules.BY_CODE.get(code)
    if seed is None:
        raise NotFound("accounts-limit-unknown", code=code)
    if not seed.lowest <= value <= seed.highest:
        raise BadRequest("accounts-limit-bounds", value=value, lowest=seed.lowest, highest=seed.highest)
    if valid_from < clock.today():
        raise BadRequest("accounts-limit-past")
    if not source.strip() or not reason.strip():
        raise BadRequest("accounts-limit-needs-source")
    if certainty not in Certainty.values:
        raise BadRequest("accounts-limit-certainty", certainty=certainty)
    said = {"value": value, "source": source.strip()[:200], "certainty": certainty}
    row, _ = AccountRule.objects.update_or_create(code=code, valid_from=valid_from, defaults=said)
    rules.forget()
    return row
