"""Reads of imports, inside a person's scope."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from dothi.accounts.models import Person
from dothi.connectors.models import Import
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import Scope


def visible_imports(scope: Scope, by: Person) -> QuerySet[Import]:
    """Imports of the agencies and units that `scope` covers, and a person's own, newest first.

    A file belongs to no area until its rows are read: without the second part a steward of one area would lose sight of what he handed in.
    """
    imports = Import.objects.select_related("requested_by", "agency")
    seen = scope.as_q("unit_id", "agency_id") | Q(requested_by=by)
    return imports.filter(seen).order_by("-created_at", "-pk")


def get_import(scope: Scope, pk: int, by: Person) -> Import:
    """One import; outside the scope it does not exist."""
    found = visible_imports(scope, by).filter(pk=pk).first()
    if found is None:
        raise NotFound("import-does-not-exist", id=pk)
    return found
