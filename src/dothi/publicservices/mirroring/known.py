"""What rows are compared with: versions of procedures, codes of agencies, states, the law of a day, and the dossiers as they stand."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, Protocol, TypeVar

from dothi.accounts.models import Agency
from dothi.kernel.calendar import in_force
from dothi.kernel.clock import VIETNAM
from dothi.publicservices import law
from dothi.publicservices.codes import with_above
from dothi.publicservices.judging.course import Law
from dothi.publicservices.models import AgencyCode, Dossier, Procedure, StateCode
from dothi.tasks.working_ruler import Ruler


class Version(NamedTuple):
    """Of a procedure. `until` is excluded."""

    since: dt.date
    until: dt.date | None
    pk: int
    limit: str


class Holder(NamedTuple):
    """Whose an agency code is, during its period."""

    since: dt.date
    until: dt.date | None
    agency_id: int | None
    unit_id: int | None


class _Dated(Protocol):
    @property
    def since(self) -> dt.date: ...
    @property
    def until(self) -> dt.date | None: ...


D = TypeVar("D", bound=_Dated)
K = TypeVar("K", bound=Hashable)


@dataclass
class Versions:
    """Read once for a run: what is dated and small."""

    feed: str
    ruler: Ruler = field(default_factory=lambda: Ruler(in_force()))
    _laws: dict[dt.date, Law] = field(default_factory=dict)

    def procedure(self, code: str, day: dt.date) -> Version | None:
        """The version in force on a day, of the code or of what stands before the province's tail (`1.004222` of `1.004222.000.00.00.H15`)."""
        return _held(
            self._procedures.get(code) or self._procedures.get(".".join(code.split(".")[:2]), []), day
        )

    def limit(self, pk: int) -> str:
        """Of a version, whether it would still be found or not."""
        return next((one.limit for rows in self._procedures.values() for one in rows if one.pk == pk), "")

    def agency(self, code: str, day: dt.date) -> Holder | None:
        """Whose the code is on a day, else whose the nearest above it is."""
        for one in with_above(code):
            if (found := _held(self._agencies.get(one, []), day)) is not None:
                return found
        return None

    def family(self, code: str, day: dt.date) -> str | None:
        """What a state code means on a day: the feed's own row before the common one."""
        own = _held(self._states.get((self.feed, code), []), day) or _held(
            self._states.get(("", code), []), day
        )
        return own.family if own else None

    def law(self, day: dt.date) -> Law:
        if day not in self._laws:
            self._laws[day] = Law.of(law.values(day))
        return self._laws[day]

    @cached_property
    def _procedures(self) -> dict[str, list[Version]]:
        rows: Any = Procedure.objects.values_list("code", "valid_from", "valid_to", "pk", "limit")
        return _by_code((code, Version(*rest)) for code, *rest in rows.order_by("valid_from").iterator())

    @cached_property
    def _agencies(self) -> dict[str, list[Holder]]:
        units = dict(Agency.objects.filter(unit__isnull=False).values_list("pk", "unit_id"))
        rows = AgencyCode.objects.values_list("code", "valid_from", "valid_to", "agency_id", "unit_id")
        return _by_code(
            (code, Holder(since, until, agency, unit or units.get(agency)))
            for code, since, until, agency, unit in rows.order_by("valid_from").iterator()
        )

    @cached_property
    def _states(self) -> dict[tuple[str, str], list[_State]]:
        rows = StateCode.objects.filter(feed__in=("", self.feed)).order_by("valid_from")
        return _by_code(
            ((one.feed, one.code), _State(one.valid_from, one.valid_to, one.family)) for one in rows
        )


class _State(NamedTuple):
    since: dt.date
    until: dt.date | None
    family: str


def _by_code(rows: Iterable[tuple[K, D]]) -> dict[K, list[D]]:
    found: dict[K, list[D]] = defaultdict(list)
    for code, row in rows:
        found[code].append(row)
    return dict(found)


def _held(rows: list[D], day: dt.date) -> D | None:
    """Of several the one that began last and still holds."""
    for row in reversed(rows[: bisect_right(rows, day, key=lambda one: one.since)]):
        if row.until is None or day < row.until:
            return row
    return None


@dataclass(slots=True)
class Standing:
    """What is held of one dossier, as far as the next telling is compared with it."""

    procedure_id: int | None
    procedure_code: str
    received_at: dt.datetime
    state: str
    told_at: dt.datetime
    handled_at: dt.datetime | None
    stopped_at: dt.datetime | None
    new_promised_at: dt.datetime | None
    flags: list[str]


def standing(feed_id: int, codes: list[str]) -> tuple[dict[str, Standing], set[str]]:
    """Those of this feed by code, and which codes another feed tells, too."""
    names = (
        "procedure_id",
        "procedure_code",
        "received_at",
        "state",
        "told_at",
        "handled_at",
        "stopped_at",
        "new_promised_at",
        "flags",
    )
    own: dict[str, Standing] = {}
    elsewhere: set[str] = set()
    for code, feed, *rest in Dossier.objects.filter(code__in=codes).values_list("code", "feed_id", *names):
        if feed == feed_id:
            own[code] = Standing(*rest)
        else:
            elsewhere.add(code)
    return own, elsewhere


def day_of(at: dt.datetime) -> dt.date:
    return at.astimezone(VIETNAM).date()
