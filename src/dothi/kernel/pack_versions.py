"""Rows of packs that are kept in versions (procedures, run cards, roles, protocol cards): nothing is overwritten, what differs is the next version."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models

from dothi.kernel import clock
from dothi.kernel.audit.context import change
from dothi.kernel.kept import kept
from dothi.kernel.pack_contents import Told

if TYPE_CHECKING:
    from dothi.accounts.models import Person

Key = tuple[str, dt.date]
Row = TypeVar("Row", bound=models.Model)


def digest(said: Any) -> str:
    """Of what a pack says in one place: loading the same again changes nothing."""
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def keep(
    model: type[Row],
    told: Told,
    said: Mapping[Key, Any],
    fields: Callable[[Any], Mapping[str, Any]],
    *,
    by: Person | None,
) -> list[str]:
    """Makes the rows of the pack exactly those it says, by (code, valid_from); `fields` are the room's own of one of them.

    What the pack has no longer is withdrawn, not removed. Returns the codes. `model` has pack, code, valid_from, version,
    withdrawn, digest, recorded_at.
    """
    rows: Any = model._default_manager.filter(pack=told.code)
    newest = rows.order_by("code", "valid_from", "-version").distinct("code", "valid_from")
    standing = {(row.code, row.valid_from): row for row in newest}
    versions = dict(rows.values_list("code").annotate(last=models.Max("version")).order_by())
    made = []
    with change(by=by, source=f"pack:{told.code}", reason=told.why or f"{told.code} {told.version}".strip()):
        gone = [standing[key].pk for key in standing.keys() - said.keys()]
        rows.filter(pk__in=gone, withdrawn=False).update(withdrawn=True)
        for key, one in sorted(said.items(), key=lambda pair: pair[0]):
            before = standing.get(key)
            if before is not None and not before.withdrawn and before.digest == digest(one):
                continue
            code, day = key
            versions[code] = versions.get(code, 0) + 1
            made.append(
                model(
                    pack=told.code, code=code, valid_from=day, version=versions[code], digest=digest(one),
                    recorded_at=clock.now(), **fields(one),
                )
            )  # fmt: skip
        model._default_manager.bulk_create(made)
    return sorted({code for code, _day in said})


def in_force(model: type[Row], day: dt.date | None = None) -> list[Row]:
    """What holds on `day` (today): of each code the newest version of the latest day that has come. The rows are kept in this
    process while they are as they were (`kept`): whoever reads them changes nothing of them."""
    return list(_holding(model)(day or clock.today()))


@cache
def _holding(model: type[Row]) -> Callable[[dt.date], tuple[Row, ...]]:
    @kept(model)
    def holding(day: dt.date) -> tuple[Row, ...]:
        rows: Any = model._default_manager.filter(valid_from__lte=day)
        newest = rows.order_by("pack", "code", "-valid_from", "-version").distinct("pack", "code")
        return tuple(row for row in newest if not row.withdrawn)

    return holding
