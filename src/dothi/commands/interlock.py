"""The condition under which a command may be given at all (CEL on the entity's own values), asked when it is asked for and
again just before it is sent. What cannot be said (a value is missing, old or not the device's own) is no."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from dothi.entities.core.rows import Quality
from dothi.entities.queries import Entity, Value
from dothi.kernel import clock
from dothi.kernel.errors import Conflict
from dothi.kernel.i18n import language
from dothi.kernel.origin import Origin
from dothi.rules.expressions import Inputs, compile_expression, holds

FRESH = dt.timedelta(hours=1)


def is_own_word(value: Value) -> bool:
    """Does the device itself say it? What a person typed, what is played back or reckoned, and what the sender calls doubtful is
    no device's word. A simulated device is one: its commands are simulated too."""
    return value.quality != Quality.SUSPECT and value.origin in (Origin.LIVE, Origin.SIMULATED)


def refuse_unless_allowed(told: Mapping[str, Any], entity: Entity) -> None:
    """Raises Conflict."""
    if not allows(told, entity):
        said = told.get("only_while_says", {}).get(language(), "")
        raise Conflict("command-interlock", condition=str(said or told["only_while"]))


def allows(told: Mapping[str, Any], entity: Entity) -> bool:
    if not told.get("only_while"):
        return True
    now = clock.now()
    values = {
        one.attr: {
            "value": one.value,
            "unit": one.unit_code,
            "origin": one.origin.word,
            "at": clock.iso(one.observed_at),
        }
        for one in entity.values
        if one.dataset is None and is_own_word(one) and now - one.observed_at <= FRESH
    }
    return holds(compile_expression(str(told["only_while"])), Inputs(values, now, {})) is True
