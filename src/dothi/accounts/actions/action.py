"""What every action of this room has around it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction

from dothi.accounts import rights
from dothi.kernel.audit.context import change

P = ParamSpec("P")
R = TypeVar("R")


def action(function: Callable[P, R]) -> Callable[P, R]:
    """One transaction whose rows carry `by` and `reason`; rights kept for this request are read again after it."""

    @wraps(function)
    def inside(*args: P.args, **kwargs: P.kwargs) -> R:
        by: Any = kwargs.get("by")
        reason: Any = kwargs.get("reason") or ""
        with change(by=by, source=f"accounts.{function.__name__}", reason=str(reason)), transaction.atomic():
            result = function(*args, **kwargs)
        rights.forget()
        return result

    return inside
