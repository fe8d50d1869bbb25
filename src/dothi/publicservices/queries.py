"""Reads of dossiers. All begin with what a scope may see."""

from __future__ import annotations

from django.db.models import QuerySet

from dothi.accounts.models import Person
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import Scope
from dothi.publicservices.models import Dossier


def visible(scope: Scope) -> QuerySet[Dossier]:
    """What lies in the scope's area, what its agency handles, and what the holder's own agency handles. The holder's agency is looked up
    before: a condition on columns alone is answered by an index."""
    rows = Dossier.objects.select_related("unit", "agency", "feed", "procedure")
    if not scope:
        return rows.none()
    reached = scope.as_q()
    if not scope.everywhere and scope.holder is not None:
        own = Person.objects.filter(pk=scope.holder, agency__isnull=False).values_list("agency_id", flat=True)
        reached |= type(reached)(agency_id__in=list(own))
    return rows.filter(reached)


def get_dossier(pk: int, scope: Scope) -> Dossier:
    """Raises NotFound, also when it lies outside the scope."""
    found = visible(scope).filter(pk=pk).first()
    if found is None:
        raise NotFound("publicservices-dossier-does-not-exist", code=str(pk))
    return found
