"""Reads of plates: an officer's by scope, the one that somebody scanned by its code."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from dothi.kernel import clock
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import Scope
from dothi.reports.plates.models import Plate


def visible(scope: Scope) -> QuerySet[Plate]:
    return scope.restrict(Plate.objects.select_related("unit", "agency")).order_by("-made_at", "pk")


def get_plate(pk: int, scope: Scope) -> Plate:
    """Raises NotFound, also outside the scope."""
    found = visible(scope).filter(pk=pk).first()
    if found is None:
        raise NotFound("report-plate-does-not-exist")
    return found


def scanned(code: str) -> Plate | None:
    """The plate of a code that holds today; None: taken down, or never one of ours."""
    today = clock.today()
    holding = Plate.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=today), valid_from__lte=today)
    return holding.filter(code=code.strip().upper()[:12]).first()
