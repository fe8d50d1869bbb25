"""What is said of a form: who sends what where, and what it leaves behind when it was sent twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from .city import City

Form = dict[str, Any]


class Case(NamedTuple):
    """Who sends which form where; `effect`: how many rows each table has more afterwards than before."""

    who: str
    path: Callable[[City], str]
    form: Callable[[City], Form]
    effect: dict[str, int]
    statuses: frozenset[int] = frozenset({200, 201, 302, 404, 409, 422})
