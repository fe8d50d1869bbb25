"""A stored subscription as the one who asks sees it (CIM 009 §5.2.12, §5.8.3): names in their context, status, counters."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from dothi.entities.core.context import Context
from dothi.entities.store import contexts
from dothi.entities.subscriptions.params import each_member
from dothi.entities.subscriptions.parse import USUAL_TRIGGERS, each_type, expires
from dothi.kernel import clock
from dothi.kernel.clock import iso


class Row(NamedTuple):
    """A subscription as sql/subscriptions.sql selects it."""

    id: int
    urn: str
    key_id: str
    is_active: bool
    created_at: dt.datetime
    modified_at: dt.datetime
    body: dict[str, Any]
    context: dict[str, Any]
    times_sent: int
    times_failed: int
    last_notification: dt.datetime | None
    last_success: dt.datetime | None
    last_failure: dt.datetime | None
    last_error: str | None


def status_of(row: Row, now: dt.datetime) -> str:
    """active, paused or expired: time goes before the wish."""
    end = expires(row.body)
    if end is not None and end <= now:
        return "expired"
    return "active" if row.is_active else "paused"


def shown(row: Row, context: Context, *, system: bool = False) -> dict[str, Any]:
    """The subscription as JSON."""
    short = context.compact
    found = dict(row.body)
    if "entities" in found:
        found["entities"] = [{**one, "type": each_type(one["type"], short)} for one in found["entities"]]
    if "watchedAttributes" in found:
        found["watchedAttributes"] = [short(name) for name in found["watchedAttributes"]]
    if "geoproperty" in found.get("geoQ", {}):
        found["geoQ"] = {**found["geoQ"], "geoproperty": short(found["geoQ"]["geoproperty"])}
    found.setdefault("notificationTrigger", list(USUAL_TRIGGERS))
    if contexts.PATH in (link := row.context.get("told", row.context)["link"]):
        found.setdefault("jsonldContext", link)  # the address that its @context got here
    found["notification"] = _notification(row, context)
    found["status"] = status_of(row, clock.now())
    if system:
        found["createdAt"], found["modifiedAt"] = iso(row.created_at), iso(row.modified_at)
    return found


def _notification(row: Row, context: Context) -> dict[str, Any]:
    found = dict(row.body["notification"])
    for name in ("attributes", "pick", "omit"):
        if name in found:
            found[name] = [each_member(one, context.compact) for one in found[name]]
    if row.last_success or row.last_failure:
        found["status"] = "failed" if _failed_last(row) else "ok"
    if row.times_sent:
        found["timesSent"] = row.times_sent
    if row.times_failed:
        found["timesFailed"] = row.times_failed
    for name, at in (
        ("lastNotification", row.last_notification),
        ("lastSuccess", row.last_success),
        ("lastFailure", row.last_failure),
    ):
        if at is not None:
            found[name] = iso(at)
    return found


def _failed_last(row: Row) -> bool:
    return row.last_failure is not None and (row.last_success is None or row.last_success < row.last_failure)
