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
    Who is limited to agencies sees only theirs: what he did for another one is that agency's.
    """
    imports = Import.objects.select_related("requested_by", "agency")
    own = Q(requested_by=by)
    if scope.agency_ids is not None:
        own &= Q(agency_id__in=scope.agency_ids)
    return imports.filter(scope.as_q("unit_id", "agency_id") | own).order_by("-created_at", "-pk")


def get_import(scope: Scope, pk: int, by: Person) -> Import:
    """One import; outside the scope it does not exist."""
    found = visible_imports(scope, by).filter(pk=pk).first()
    if found is None:
        raise NotFound("import-does-not-exist", id=pk)
    return found


def twins(row: Import, scope: Scope, by: Person) -> list[Import]:
    """Other imports of the very same bytes, newest first: whoever hands a file in twice should know."""
    return list(visible_imports(scope, by).filter(file_sha256=row.file_sha256).exclude(pk=row.pk)[:3])
