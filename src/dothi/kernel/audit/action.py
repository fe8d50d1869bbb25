"""What every action of a room has around it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction

from dothi.kernel.audit.context import change

P = ParamSpec("P")
R = TypeVar("R")


def action_of(
    room: str, after: Callable[[], None] | None = None
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Makes a function of `room` one transaction whose rows carry its `by` and `reason`; `after` is called when it is done."""

    def around(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def inside(*args: P.args, **kwargs: P.kwargs) -> R:
            by: Any = kwargs.get("by")
            reason = str(kwargs.get("reason") or "")
            with change(by=by, source=f"{room}.{function.__name__}", reason=reason), transaction.atomic():
                result = function(*args, **kwargs)
            if after is not None:
                after()
            return result

        return inside

    return around
