"""Whose lists a person may change: asked of the list as it stands, and of the list as it will be."""

from __future__ import annotations

from dothi.accounts.models import Agency, Person
from dothi.codelists.models import CodeList, Release
from dothi.kernel.errors import Conflict, NotAllowed


def check_reach(by: Person | None, owner: Agency | None) -> None:
    """Does the right of `by` reach lists of this owner (and its unit)? Raises NotAllowed. None: the system itself."""
    if by is None:
        return
    unit_id, agency_id = (owner.unit_id, owner.pk) if owner else (None, None)
    if not by.scope("codelists.manage").covers(unit_id, agency_id):
        raise NotAllowed("codelists-not-yours", permission="codelists.manage")


def held(code_list: CodeList, by: Person | None) -> CodeList:
    """The list's row, held until commit: what changes one list follows each other. Raises NotAllowed."""
    row = CodeList.objects.select_for_update(no_key=True, of=("self",)).get(pk=code_list.pk)
    check_reach(by, row.owner)
    return row


def held_draft(draft: Release, by: Person | None) -> Release:
    """The draft's row, held until commit. Raises NotAllowed, Conflict when it was published or discarded meanwhile."""
    code_list = held(draft.list, by)
    row = (
        Release.objects.select_for_update(no_key=True)
        .filter(pk=draft.pk, status=Release.Status.DRAFT)
        .first()
    )
    if row is None:
        raise Conflict("codelists-draft-gone", code=code_list.code)
    row.list = code_list
    return row
