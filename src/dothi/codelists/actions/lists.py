"""A new list, and another owner for one."""

from __future__ import annotations

import re

from dothi.accounts.models import Agency, Person
from dothi.codelists.actions.action import action
from dothi.codelists.actions.rights import check_reach, held
from dothi.codelists.models import CodeList
from dothi.kernel import clock, locks
from dothi.kernel.dated import Certainty
from dothi.kernel.errors import BadRequest, Conflict

_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


@action
def make_list(
    code: str,
    *,
    name_vi: str,
    name_en: str,
    owner: Agency,
    basis: str,
    certainty: str,
    by: Person | None,
    purpose_vi: str = "",
    purpose_en: str = "",
    reason: str = "",
) -> CodeList:
    """Makes an empty list that is kept here. Raises BadRequest (code, names, basis, an owner that has ended), NotAllowed, Conflict."""
    check_reach(by, owner)
    row = CodeList(
        code=code.strip(),
        name_vi=name_vi.strip(),
        name_en=name_en.strip(),
        purpose_vi=purpose_vi.strip(),
        purpose_en=purpose_en.strip(),
        owner=owner,
        basis=basis.strip(),
        certainty=certainty,
    )
    _check(row)
    _check_owner(owner)
    locks.hold(f"code list {row.code}")
    if CodeList.objects.filter(code=row.code).exists():
        raise Conflict("codelists-code-taken", code=row.code)
    row.save()
    return row


@action
def hand_over(
    code_list: CodeList, owner: Agency, *, expected: Agency | None, reason: str, by: Person | None
) -> CodeList:
    """Gives the list to another owner. Raises BadRequest without a reason, NotAllowed unless `by` manages the lists of both,
    Conflict when it has another owner than `expected` meanwhile, or this one already."""
    if not reason.strip():
        raise BadRequest("codelists-needs-reason")
    row = held(code_list, by)
    check_reach(by, owner)
    _check_owner(owner)
    if row.owner_id == owner.pk:
        raise Conflict("codelists-owner-already", code=row.code, owner=str(owner))
    if row.owner_id != (expected.pk if expected else None):
        raise Conflict("codelists-changed-meanwhile", code=row.code)
    row.owner = owner
    row.save(update_fields=["owner"])
    return row


def _check(row: CodeList) -> None:
    if not _CODE.fullmatch(row.code):
        raise BadRequest("codelists-code", code=row.code[:60])
    if not row.name_vi or not row.name_en:
        raise BadRequest("codelists-names", code=row.code)
    if not row.basis or row.certainty not in Certainty.values:
        raise BadRequest("codelists-basis", code=row.code)


def _check_owner(owner: Agency) -> None:
    if owner.valid_to is not None and owner.valid_to <= clock.today():
        raise BadRequest("codelists-owner-ended", owner=str(owner))
