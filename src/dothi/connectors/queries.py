"""Reads of imports, inside a person's scope."""

from __future__ import annotations

from django.db.models import QuerySet

from dothi.connectors.models import Import
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import Scope


def visible_imports(scope: Scope) -> QuerySet[Import]:
    """Imports of the agencies and units that `scope` covers, newest first."""
    return scope.restrict(Import.objects.select_related("requested_by", "agency")).order_by(
        "-created_at", "-pk"
    )


def get_import(scope: Scope, pk: int) -> Import:
    """One import; outside the scope it does not exist."""
    found = visible_imports(scope).filter(pk=pk).first()
    if found is None:
        raise NotFound("import-does-not-exist", id=pk)
    return found
