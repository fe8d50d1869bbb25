"""Scores that somebody else published, typed with where they were read: shown as the official ones beside our estimate."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from uuid import UUID

from dothi.accounts.models import Agency, Person
from dothi.kernel import clock, locks
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest
from dothi.kernel.said import plain
from dothi.publicservices.score import periods
from dothi.publicservices.score.models import OfficialScore, Scheme

GROUPS = {"openness": 18, "progress": 20, "online": 22, "digital": 22, "satisfaction": 18}

_action = action_of("publicservices")


@_action
def enter(
    period: str, points: str, *, source: str, read_on: dt.date | None, key: UUID, by: Person | None, group: str = "", agency: Agency | None = None
) -> OfficialScore:  # fmt: skip
    """Keeps a published score. Raises BadRequest: not a period, not so many points, without source or day, a day to come."""
    found = periods.read(period, clock.today())
    value = _points(points, group)
    source = plain(source)[:300]
    if not source:
        raise BadRequest("score-official-source")
    if read_on is None or read_on > clock.today():
        raise BadRequest("score-official-day")
    locks.hold(f"official-score-{key}")
    row, _ = OfficialScore.objects.get_or_create(
        key=key,
        defaults={
            "scheme": Scheme.INDEX, "period": found.code, "group": group, "agency": agency, "points": value, "source": source,
            "read_on": read_on, "by": by, "at": clock.now(),
        },
    )  # fmt: skip
    return row


def _points(text: str, group: str) -> Decimal:
    if group and group not in GROUPS:
        raise BadRequest("score-official-group", group=group[:40])
    most = GROUPS.get(group, 100)
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or not 0 <= value <= most:
        raise BadRequest("score-official-points", most=most)
    return value.quantize(Decimal("0.01"))


def of(period: str, agency_id: int | None = None) -> dict[str, OfficialScore]:
    """By group (empty: the whole) the one that counts: the last typed."""
    whose = {"agency_id": agency_id} if agency_id is not None else {"agency__isnull": True}
    rows = OfficialScore.objects.filter(scheme=Scheme.INDEX, period=period, **whose)
    return {row.group: row for row in rows.order_by("at", "pk")}
