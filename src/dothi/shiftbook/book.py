"""Writing a line of the book, and word of it to the open screens. Inside the action's transaction; a line is never changed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dothi.accounts.models import Person
from dothi.kernel import clock, events
from dothi.kernel.i18n import t
from dothi.shiftbook.models import BookLine, Shift
from dothi.territory.names import folded


def write(
    shift: Shift,
    kind: str,
    /,
    *,
    by: Person | None = None,
    text: str = "",
    path: str = "",
    corrects: BookLine | None = None,
    key: str = "",
    at: dt.datetime | None = None,
    **fields: Any,
) -> BookLine | None:
    """Adds a line; None where one with this `key` stands already."""
    now = clock.now()
    said = text or t(f"shiftbook-said-{kind}", "vi", **fields)
    line = BookLine(
        shift=shift, kind=kind, text=text, fields=fields, path=path[:200], person=by, corrects=corrects, key=key[:200],
        at=at or now, recorded_at=now, search_text=folded(f"{said} {by or ''}"),
    )  # fmt: skip
    if key and BookLine.objects.filter(shift=shift, key=key[:200]).exists():
        return None
    line.save(force_insert=True)
    return line


def tell(topic: str, shift: Shift, **more: Any) -> None:
    """`shiftbook.<topic>` for those who may read the book of this desk."""
    payload = {
        "shift": shift.pk,
        "code": shift.code,
        "desk": shift.desk.name_vi,
        "roster": shift.desk.roster,
        "state": shift.state,
        "planned_at": clock.iso(shift.begins_at),
        "path": f"/shiftbook/{shift.code}/",
        **more,
    }
    events.publish(
        f"shiftbook.{topic}",
        payload,
        permission="shiftbook.view",
        unit_id=shift.desk.unit_id,
        agency_id=shift.desk.agency_id,
    )
