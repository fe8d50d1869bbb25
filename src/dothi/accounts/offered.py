"""The shared list that this room offers: agencies."""

from __future__ import annotations

import datetime as dt

from dothi.accounts.models import Agency
from dothi.kernel.dated import Certainty
from dothi.kernel.offered import Item, OfferedList, offer


def agencies(day: dt.date) -> list[Item]:
    """Every agency that had begun by `day`; one that had ended by then says so, for what still names it."""
    rows = Agency.objects.filter(valid_from__lte=day).select_related("parent", "unit").order_by("code")
    return [
        Item(
            row.code,
            row.name_vi,
            row.name_en,
            parent=row.parent.code if row.parent else "",
            ended=row.valid_to is not None and row.valid_to <= day,
            extra={"kind": row.kind, "unit": row.unit.code if row.unit else None},
        )
        for row in rows
    ]


offer(
    OfferedList(
        "agencies",
        "accounts-list-agencies",
        "accounts-list-agencies-purpose",
        agencies,
        basis="Sơ đồ tổ chức do quản trị hệ thống của địa phương nhập",
        certainty=Certainty.DESIGN,
    )
)
