"""Targets of the clocks: what packs bring of the standards of others, and what the city sets itself from a day on, with a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dothi.dispatch.clocks.clocks import RESPONSE, Measure
from dothi.dispatch.models import Target
from dothi.kernel import clock
from dothi.kernel.audit.action import action_of
from dothi.kernel.audit.context import change
from dothi.kernel.dated import Certainty
from dothi.kernel.errors import BadRequest, NotAllowed, NotFound
from dothi.kernel.pack_contents import Content, Fault, Told, bring
from dothi.kernel.said import plain

if TYPE_CHECKING:
    from dothi.accounts.models import Person

FOLDER = "targets"
OWN = "own"  # codes of the city's own begin with it, those of a pack with the pack's
LONGEST_S = 24 * 3600
FURTHEST = 3650  # days ahead
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def in_force(day: dt.date | None = None, service: str = "") -> list[Target]:
    """What holds on `day` (today), in the order of the clocks, the city's own first; of one service: its own and those of all."""
    rows = Target.current(day or clock.today()).values()
    wanted = [one for one in rows if not service or one.service in ("", service)]
    order = {measure.value: place for place, measure in enumerate(RESPONSE)}
    return sorted(wanted, key=lambda one: (order[one.measure], one.pack != "", one.service, one.code))


def check(told: Told) -> Iterator[Fault]:
    """Clocks that this room knows; the shape of the file is checked with the pack."""
    known = [measure.value for measure in RESPONSE]
    for file, path, table in told.tables(FOLDER, "target"):
        if table.get("measure") not in known:
            fields = {"measure": str(table.get("measure")), "known": ", ".join(known)}
            yield Fault(file, (*path, "measure"), "dispatch-check-measure", fields)


def load(told: Told, by: Person | None) -> list[str]:
    """Makes the targets of the pack exactly those it says; every version of a row stays in its history."""
    tables = [table for _file, _path, table in told.tables(FOLDER, "target")]
    said = {(f"{told.code}-{table['code']}", table["valid_from"]): table for table in tables}
    with change(by=by, source=f"pack:{told.code}", reason=f"{told.code} {told.version}".strip()):
        for row in Target.objects.filter(pack=told.code):
            if (row.code, row.valid_from) not in said:
                row.delete()
        for (code, since), table in sorted(said.items()):
            fields = _fields(told.code, table)
            if not Target.objects.filter(code=code, valid_from=since, **fields).exists():
                key = {"pack": told.code, "code": code, "valid_from": since}
                Target.objects.update_or_create(**key, defaults=fields)
    return sorted({table["code"] for table in tables})


def _fields(pack: str, table: dict[str, Any]) -> dict[str, Any]:
    within = str(table["within"])
    return {
        "pack": pack,
        "standard": table["standard"][:120],
        "measure": table["measure"],
        "service": table.get("service", ""),
        "within_s": int(within[:-1]) * _UNITS[within[-1]],
        "share": table["share"],
        "valid_to": table.get("valid_to"),
        "source": table["source"][:200],
        "certainty": table["certainty"],
    }


bring(Content(FOLDER, check, load))

_action = action_of("dispatch")


def may_set(person: Person) -> bool:
    """Targets hold for every desk: only who manages calls everywhere sets them."""
    return person.scope("calls.manage").everywhere


@_action
def set_own(
    measure: str,
    *,
    service: str = "",
    within_s: int,
    share: int,
    valid_from: dt.date,
    source: str,
    certainty: str,
    by: Person,
    reason: str,
) -> Target:
    """The city's own target of a clock from a day on; what held before stays on record, one of that very day is corrected.

    Raises NotAllowed, BadRequest (no such clock, out of bounds, a past or far day, no source or reason).
    """
    if not may_set(by):
        raise NotAllowed(permission="calls.manage")
    source, reason = plain(source)[:200], plain(reason)
    _refuse_impossible(measure, within_s, share, certainty)
    _refuse_day(valid_from)
    if not source or not reason:
        raise BadRequest("clock-target-needs-source")
    fields = {
        "pack": "",
        "standard": "",
        "measure": measure,
        "service": service,
        "within_s": within_s,
        "share": share,
        "valid_to": None,
        "source": source,
        "certainty": certainty,
    }
    code = "-".join(filter(None, (OWN, measure, service)))
    row, _ = Target.objects.update_or_create(code=code, valid_from=valid_from, defaults=fields)
    return row


@_action
def end_own(code: str, *, by: Person, reason: str) -> Target:
    """The city's own target holds no more from tomorrow on. Raises NotAllowed, NotFound, BadRequest without a reason."""
    if not may_set(by):
        raise NotAllowed(permission="calls.manage")
    if not plain(reason):
        raise BadRequest("clock-target-needs-source")
    row = Target.current(clock.today()).get(code)
    if row is None or row.pack or row.valid_to is not None:
        raise NotFound("clock-target-does-not-exist", code=code)
    row.valid_to = clock.today() + dt.timedelta(days=1)
    row.save(update_fields=["valid_to"])
    return row


def _refuse_impossible(measure: str, within_s: int, share: int, certainty: str) -> None:
    if measure not in {one.value for one in RESPONSE}:
        raise BadRequest("clock-target-measure", measure=measure)
    if not 1 <= within_s <= LONGEST_S or not 1 <= share <= 100:
        raise BadRequest("clock-target-bounds", longest=LONGEST_S)
    if certainty not in Certainty.values:
        raise BadRequest("clock-target-certainty", certainty=certainty)


def _refuse_day(valid_from: dt.date) -> None:
    if valid_from < clock.today():
        raise BadRequest("clock-target-past")
    if valid_from > (last := clock.today() + dt.timedelta(days=FURTHEST)):
        raise BadRequest("clock-target-far", last=f"{last:%d/%m/%Y}")


def versions(measure: Measure) -> list[Target]:
    """Every row of one clock, the newest first."""
    return list(Target.objects.filter(measure=measure).order_by("-valid_from", "code"))
