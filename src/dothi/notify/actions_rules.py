"""What a city decides of messages otherwise: a new value of a dated rule, from a day on."""

from __future__ import annotations

import datetime as dt

from dothi.accounts.models import Person
from dothi.kernel import clock
from dothi.kernel.audit.action import action_of
from dothi.kernel.dated import Certainty
from dothi.kernel.errors import BadRequest, NotAllowed, NotFound
from dothi.kernel.said import plain
from dothi.notify import rules
from dothi.notify.models import NotifyRule

_action = action_of("notify")


@_action
def set_rule(
    code: str, told: str, *, valid_from: dt.date, source: str, certainty: str, by: Person | None, reason: str
) -> NotifyRule:
    """Lets a rule hold from a day on; a value already dated to that day is corrected (its history keeps both).

    Raises NotAllowed (only who manages messages everywhere), NotFound, BadRequest (not to be read, past day, no source or reason).
    """
    if by is not None and not by.scope("notify.manage").everywhere:
        raise NotAllowed(permission="notify.manage")
    if code not in rules.BY_CODE:
        raise NotFound("notify-rule-unknown", code=code[:60])
    value = rules.readable(code, told)
    if value is None:
        raise BadRequest("notify-rule-value", value=told[:60])
    if valid_from < clock.today():
        raise BadRequest("notify-rule-past")
    if not plain(source) or not plain(reason) or certainty not in Certainty.values:
        raise BadRequest("notify-rule-needs-source")
    said = {"value": value, "source": plain(source)[:200], "certainty": certainty}
    return NotifyRule.objects.update_or_create(code=code, valid_from=valid_from, defaults=said)[0]
