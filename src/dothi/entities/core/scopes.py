"""Scopes as payloads give them: plain (CIM 009 §4.18), or with times, as a history tells them (§4.5.6)."""

from __future__ import annotations

from typing import Any, NamedTuple

from dothi.entities.core.kinds import NULL
from dothi.entities.core.times import observed_of
from dothi.kernel.errors import BadRequest

_LATEST = 1 << 62  # after every time that can be told: what has none holds from now


class ToldScope(NamedTuple):
    """From when on (µs; None: from now) these scopes were the entity's; none of them: its scope had ended."""

    since: int | None
    scopes: tuple[str, ...]


def plain_scopes(raw: Any) -> tuple[str, ...] | None:
    """None: nothing is said of scopes. Raises BadRequest."""
    if raw is None:
        return None
    scopes = raw if isinstance(raw, list) else [raw]
    if not all(isinstance(scope, str) and scope.startswith("/") for scope in scopes):
        raise BadRequest("scope-malformed")
    return tuple(scopes)


def told_scopes(raw: Any, latest: int | None) -> list[ToldScope]:
    """The scopes of a history in the order of their times; a plain one holds from now. Raises BadRequest."""
    instances = raw if isinstance(raw, list) else [raw]
    if not instances or not all(isinstance(one, dict) for one in instances):
        scopes = plain_scopes(raw)
        return [] if scopes is None else [ToldScope(None, scopes)]
    told = {one.since: one for one in (_told(instance, latest) for instance in instances)}
    return sorted(told.values(), key=lambda one: _LATEST if one.since is None else one.since)


def _told(instance: dict[str, Any], latest: int | None) -> ToldScope:
    time = instance.get("observedAt", instance.get("deletedAt"))
    value = instance.get("value")
    scopes = () if value in (NULL, []) else plain_scopes(value)
    if scopes is None or instance.get("type", "Property") != "Property":
        raise BadRequest("scope-malformed")
    return ToldScope(observed_of(time, "scope", latest), scopes)
