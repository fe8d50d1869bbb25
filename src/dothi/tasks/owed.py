"""The one list of what people owe. Rooms write here in the transaction of their own change; screens read it by one clock.

`owe` and `settle` may be repeated: the same again changes nothing. Who owes: one person (`person_id`), or whoever of an agency
holds `permission` for the row's unit and agency (`agency_id`).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import connection

from dothi.kernel import clock
from dothi.kernel.sql import statement
from dothi.tasks.models import Owed

LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Debt:
    """One thing owed. `title` as somebody wrote it, or `title_key` with `title_fields`: a word in the reader's language.
    `besides`: a person who must not settle it (the second of two)."""

    kind: str
    code: str
    path: str
    permission: str
    due_at: dt.datetime | None = None
    title: str = ""
    title_key: str = ""
    title_fields: dict[str, Any] = field(default_factory=dict)
    person_id: int | None = None
    agency_id: int | None = None
    unit_id: int | None = None
    besides_id: int | None = None


def owe(
    kind: str,
    code: str,
    *,
    path: str,
    due_at: dt.datetime | None,
    permission: str,
    title: str = "",
    title_key: str = "",
    title_fields: dict[str, Any] | None = None,
    person_id: int | None = None,
    agency_id: int | None = None,
    unit_id: int | None = None,
    besides_id: int | None = None,
) -> None:
    """Somebody owes this from now on; what stood there under the same kind and code is as told now, and open."""
    owe_all(
        [
            Debt(
                kind=kind, code=code, path=path, permission=permission, due_at=due_at, title=title, title_key=title_key,
                title_fields=title_fields or {}, person_id=person_id, agency_id=agency_id, unit_id=unit_id, besides_id=besides_id,
            )
        ]
    )  # fmt: skip


def owe_all(debts: Sequence[Debt]) -> None:
    """Several by one statement. Of one kind and code the last holds."""
    if not debts:
        return
    latest = {(one.kind, one.code): one for one in debts}
    told = [
        asdict(one)
        | {"title": one.title[:LONGEST_TITLE], "due_at": one.due_at.isoformat() if one.due_at else None}
        for _, one in sorted(latest.items())  # in one order: two who owe the same wait for one another
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            statement("dothi.tasks", "sql/owed.sql", "owe"), {"told": json.dumps(told), "now": clock.now()}
        )


def settle(kind: str, code: str) -> bool:
    """Nobody owes it any more. False: nobody did."""
    return bool(settle_all(kind, [code]))


def settle_all(kind: str, codes: Iterable[str]) -> int:
    """How many of these were open."""
    wanted = sorted(set(codes))
    if not wanted:
        return 0
    rows = Owed.objects.filter(kind=kind, code__in=wanted, closed_at__isnull=True)
    return rows.update(closed_at=clock.now())
