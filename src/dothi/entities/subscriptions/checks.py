"""Members that are alike wherever they stand in a subscription. Each returns what is stored, or raises BadRequest that names it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dothi.entities.core.context import Context
from dothi.entities.core.names import checked_name
from dothi.kernel.errors import BadRequest

Check = Callable[[Any, str, Context], Any]


def wrong(member: str, value: Any, expected: str) -> BadRequest:
    """The refusal of one member."""
    return BadRequest("subscription-member-wrong", member=member, value=str(value)[:80], expected=expected)


def text(value: Any, name: str, context: Context) -> str:
    if not isinstance(value, str) or not value or len(value) > 10_000 or "\x00" in value:
        raise wrong(name, value, "text")
    return value


def flag(value: Any, name: str, context: Context) -> bool:
    if not isinstance(value, bool):
        raise wrong(name, value, "true, false")
    return value


def seconds(value: Any, name: str, context: Context) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < 1e9:
        raise wrong(name, value, "> 0")
    return value


def choice(*words: str) -> Callable[[Any, str, Context], str]:
    def check(value: Any, name: str, context: Context) -> str:
        if value not in words:
            raise wrong(name, value, ", ".join(words))
        return str(value)

    return check


def names(value: Any, name: str, context: Context) -> list[str]:
    if not isinstance(value, list) or not value or len(value) > 1000:
        raise wrong(name, value, "[…]")
    return [
        context.expand(checked_name(one)) if isinstance(one, str) else _refuse(name, one) for one in value
    ]


def _refuse(name: str, value: Any) -> Any:
    raise wrong(name, value, "text")
