"""What every action of this room has around it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction

from dothi.kernel.audit.context import change

P = ParamSpec("P")
R = TypeVar("R")


def action(function: Callable[P, R]) -> Callable[P, R]:
    """One transaction whose rows carry `by` and `reason`."""

    @wraps(function)
    def inside(*args: P.args, **kwargs: P.kwargs) -> R:
        by: Any = kwargs.get("by")
        reason = str(kwargs.get("reason") or "")
        with change(by=by, source=f"codelists.{function.__name__}", reason=reason), transaction.atomic():
            return function(*args, **kwargs)

    return inside
