"""Reads of connected sources, inside a person's scope."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from dothi.connectors.models import Source, SourceMessage, SourceRun, SourceStanding
from dothi.connectors.sources.kinds import Kind, kinds
from dothi.connectors.sources.lateness import lateness_of
from dothi.connectors.sources.rhythm import Lateness
from dothi.kernel import clock
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import Scope

NEEDY = ("failing", "late")  # words of sources that somebody must look after


@dataclass(frozen=True, slots=True)
class Shown:
    """A source with how it stands, as every page of it shows it."""

    source: Source
    standing: SourceStanding
    late: Lateness | None
    kind: Kind | None  # None: a kind of another version of the program

    @property
    def is_late(self) -> bool:
        return self.late is not None and self.late.is_late

    @property
    def fails(self) -> bool:
        return self.source.is_run and self.standing.failures > 0

    @property
    def waits_for_place(self) -> bool:
        """It would listen, but as many listen as may at once."""
        return self.source.is_run and self.standing.waits_since is not None

    @property
    def age(self) -> dt.timedelta | None:
        """Of the newest value."""
        return clock.now() - self.standing.value_at if self.standing.value_at else None

    @property
    def word(self) -> str:
        """How it stands, as a key: failing before late before well."""
        if self.fails:
            return "failing"
        if self.is_late:
            return "late"
        if self.source.state == Source.State.ON:
            return "well" if self.standing.arrived_at else "waiting"
        return str(self.source.state)


def visible_sources(scope: Scope) -> QuerySet[Source]:
    """Sources whose owner and area the scope covers."""
    rows = Source.objects.select_related("agency", "unit", "standing")
    return scope.restrict(rows)


def shown_sources(scope: Scope) -> list[Shown]:
    """All of them, those that need somebody first."""
    now = clock.now()
    found = [shown(one, now) for one in visible_sources(scope)]
    rank = {"failing": 0, "late": 1, "waiting": 2, "well": 3, "testing": 4, "draft": 5, "paused": 6, "off": 7}
    return sorted(found, key=lambda one: (rank[one.word], one.source.name_vi.casefold()))


def shown(source: Source, now: dt.datetime | None = None) -> Shown:
    standing = source.standing
    late = lateness_of(source, standing, now or clock.now())
    return Shown(source, standing, late, kinds().get(source.kind))


def get_source(scope: Scope, code: str) -> Source:
    """One source; outside the scope it does not exist."""
    found = visible_sources(scope).filter(code=code).first()
    if found is None:
        raise NotFound("source-does-not-exist", code=code[:60])
    return found


def get_run(source: Source, pk: int) -> SourceRun:
    found = source.runs.filter(pk=pk).first()
    if found is None:
        raise NotFound("source-run-does-not-exist", id=pk)
    return found


def shown_of_agency(agency_id: int) -> list[Shown]:
    """The switched-on sources of an agency for its own people, whatever their rights: how they stand, nothing of how they are reached."""
    now = clock.now()
    rows = Source.objects.select_related("agency", "unit", "standing").filter(agency_id=agency_id)
    found = [shown(one, now) for one in rows.filter(state=Source.State.ON)]
    return sorted(found, key=lambda one: (one.word not in NEEDY, one.source.name_vi.casefold()))


def need_somebody(scope: Scope) -> int:
    """How many fail or are late now."""
    return sum(one.word in NEEDY for one in shown_sources(scope))


def messages_of(source: Source, wanted: str = "") -> QuerySet[SourceMessage]:
    """The log with a platform, newest first; `wanted`: an id of ours or of theirs, or how one begins."""
    rows = source.messages.order_by("-sent_at", "-pk")
    if wanted := wanted.strip()[:200]:
        rows = rows.filter(Q(request_id__startswith=wanted) | Q(answer_id__startswith=wanted))
    return rows
