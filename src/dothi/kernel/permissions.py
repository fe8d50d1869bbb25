"""Who may: every permission is declared here, every view says which one it needs, every row is filtered by scope.

`accounts` fills in the rights of a person; this module knows no person, only the vocabulary and the shape.

The rule of scopes, said once. A grant has two limits, an area (units) and an agency, and both hold at once:

* A row is reached when one grant covers both its unit and its agency. A row without a unit (an agency) is reached only by a
  grant without that limit: "none" is never inside somebody's area. Reading asks the query for it (`restrict`), writing asks
  `covers` for the row as it stands, and again for the row as it will be.
* A new row that a grant limited to an agency lets through belongs to that agency (`agency_for`); nobody makes a row that they
  could not reach afterwards.
* "Everywhere" is a grant with neither limit (`everywhere`). No area alone is not everywhere: the agency may still limit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase

from dothi.kernel.errors import NotAllowed, NotAuthenticated

PERMISSIONS = frozenset(
    {
        "entities.view", "alarms.view", "alarms.act", "alarms.shelve", "rules.view", "rules.manage",
        "incidents.view", "incidents.open", "incidents.work",
        "calls.view", "calls.take", "calls.person", "calls.manage", "forces.view", "forces.send", "forces.manage",
        "warnings.view", "warnings.draft", "warnings.release",
        "around.manage",
        "reports.view", "reports.route", "reports.work", "reports.person", "reports.manage", "surveys.view", "surveys.manage",
        "publicservices.view", "publicservices.manage",
        "tasks.view", "tasks.give", "tasks.work", "notify.view", "notify.manage", "duty.view", "duty.manage",
        "shiftbook.view", "shiftbook.keep", "crews.work", "calls.listen", "looks.view",
        "cameras.view", "cameras.look", "cameras.manage", "drills.view", "drills.run",
        "wall.view", "wall.switch", "wall.broadcast", "wall.manage", "leaders.view",
        "indicators.view", "indicators.enter", "indicators.approve", "indicators.manage", "boards.share", "commands.ask", "commands.consent",
        "briefings.view", "briefings.make", "briefings.sign", "briefings.manage",
        "territory.view", "territory.manage", "people.view", "people.manage", "keys.manage",
        "connectors.view", "connectors.manage", "packs.view", "packs.manage", "codelists.view", "codelists.manage",
        "system.view", "system.manage", "audit.view",
    }
)  # fmt: skip

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
M = TypeVar("M", bound=Model)
Line = tuple[list[int] | None, int | None]


@dataclass(frozen=True, slots=True)
class Grant:
    """One line of a scope: units (None = everywhere) and agency (None = any)."""

    unit_ids: frozenset[int] | None
    agency_id: int | None


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a person may use one permission: the union of its grants. No grant means nowhere.

    `holder`: id of the person whose it is, for rows that follow a person wherever they lie (a call its taker); it widens nothing
    by itself, and a scope kept as lines or made of a key has none.
    """

    grants: tuple[Grant, ...] = ()
    holder: int | None = field(default=None, compare=False)

    def __bool__(self) -> bool:
        return bool(self.grants)

    @property
    def everywhere(self) -> bool:
        return any(grant.unit_ids is None and grant.agency_id is None for grant in self.grants)

    def covers(self, unit_id: int | None, agency_id: int | None) -> bool:
        """May this row (its unit, its agency) be touched? See the rule above."""
        return any(
            (grant.unit_ids is None or unit_id in grant.unit_ids)
            and (grant.agency_id is None or agency_id == grant.agency_id)
            for grant in self.grants
        )

    def reaches(self, unit_id: int | None) -> bool:
        """Is there an agency for which a row in this unit would be covered?"""
        return any(grant.unit_ids is None or unit_id in grant.unit_ids for grant in self.grants)

    def agency_for(self, unit_id: int | None, own: int | None = None) -> int | None:
        """The agency that a new row in this unit gets: `own` (its maker's) where the scope covers that, else none where no
        agency limits, else the agency of a grant that reaches the unit. Raises NotAllowed where no grant does."""
        if own is not None and self.covers(unit_id, own):
            return own
        reaching = [grant for grant in self.grants if grant.unit_ids is None or unit_id in grant.unit_ids]
        if not reaching:
            raise NotAllowed("scope-does-not-reach")
        agencies = [grant.agency_id for grant in reaching if grant.agency_id is not None]
        return None if len(agencies) < len(reaching) else min(agencies)

    @property
    def agency_ids(self) -> frozenset[int] | None:
        """The agencies that this scope is limited to; None when a grant has no such limit."""
        found = {grant.agency_id for grant in self.grants}
        return None if None in found else frozenset(pk for pk in found if pk is not None)

    def as_lines(self) -> list[Line]:
        """For keeping: a line (unit ids or null, agency id or null) for each grant."""
        return [
            (None if grant.unit_ids is None else sorted(grant.unit_ids), grant.agency_id)
            for grant in self.grants
        ]

    @classmethod
    def of_lines(cls, lines: Iterable[Line]) -> Scope:
        """The scope that `as_lines` kept."""
        return cls(
            tuple(Grant(None if units is None else frozenset(units), agency) for units, agency in lines)
        )

    def contains(self, other: Grant) -> bool:
        """Does this scope reach everything that `other` reaches? (Nobody gives away more than they hold.)"""
        lines = [
            grant for grant in self.grants if grant.agency_id is None or grant.agency_id == other.agency_id
        ]
        if any(grant.unit_ids is None for grant in lines):
            return True
        if other.unit_ids is None:
            return False
        return bool(lines) and other.unit_ids <= frozenset().union(
            *(grant.unit_ids or frozenset() for grant in lines)
        )

    def as_q(self, unit: str = "unit_id", agency: str | None = "agency_id") -> Q:
        """The same as a condition of the query, so that counts and pages never leak."""
        if self.everywhere:
            return Q()
        condition = Q(pk__in=[])
        for grant in self.grants:
            line = Q() if grant.unit_ids is None else Q(**{f"{unit}__in": grant.unit_ids})
            if grant.agency_id is not None:
                line &= Q(**{agency: grant.agency_id}) if agency else Q(pk__in=[])
            condition |= line
        return condition

    def restrict(
        self, rows: QuerySet[M], unit: str = "unit_id", agency: str | None = "agency_id"
    ) -> QuerySet[M]:
        """`rows` that this scope covers."""
        return rows.filter(self.as_q(unit, agency))


def public(view: View) -> View:
    """Marks a view that anybody may open (a test lists them all)."""
    view.dothi_permission = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """A view for every signed-in person, about themselves."""
    return _guarded(view, None)


def requires(permission: str) -> Callable[[View], View]:
    """A view that needs `permission` somewhere; `request.scope` then says where. Rows are filtered by that scope."""
    if permission not in PERMISSIONS:
        raise ValueError(f"unknown permission {permission!r}")
    return lambda view: _guarded(view, permission)


def _guarded(view: View, permission: str | None) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            raise NotAuthenticated
        if permission is not None:
            scope = request.user.scope(permission)
            if not scope:
                raise NotAllowed(permission=permission)
            request.scope = scope  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    guarded.dothi_permission = permission or "signed-in"  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]
