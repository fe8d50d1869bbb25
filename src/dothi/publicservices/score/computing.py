"""Cells made anew: all of them, or those that changed dossiers touched. Both give the same.

Right under whatever commits meanwhile: a step first takes what was touched (only committed rows are seen), then reads the dossiers by
a later statement, which sees at least all that was taken. What commits in between leaves its own touched row, and is read once more.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from typing import Any

from django.db import connection, transaction

from dothi.kernel import clock, locks
from dothi.kernel.sql import statement
from dothi.publicservices.score import book
from dothi.publicservices.score.models import ScoreState

LOCK = "publicservices-score"
MOST = 20_000  # touched rows of one step
TOO_MANY = 5_000  # cells beyond which all are made anew: quicker than one by one
COLUMN = {"received": "received_at", "handled": "handled_at"}
NAMES = ("months", "agencies", "units", "procedures", "origins", "generated")
Key = tuple[Any, ...]  # month, agency, unit, procedure, origin, generated


def compute_all() -> int:
    """Every cell anew; readers see the old ones until it is done. How many cells there are."""
    begun = time.monotonic()
    with transaction.atomic():
        locks.hold(LOCK)
        _run("room")
        _run("drop_touched")
        _run("drop_cells")
        made = sum(map(_all_of, COLUMN))
        _settle(begun, made, full=True)
    return made


def compute_touched() -> int:
    """The cells that dossiers touched since the last step; all of them when formulas changed or too many were touched. How many were made
    anew or dropped: 0, nothing waits."""
    begun = time.monotonic()
    with transaction.atomic():
        locks.hold(LOCK)
        if not is_current():
            return max(1, compute_all())
        keys = _taken()
        found = sum(map(len, keys.values()))
        if found > TOO_MANY:
            return max(1, compute_all())
        if found:
            for basis, touched in keys.items():
                _again(basis, touched)
            _settle(begun, found, full=False)
    return found


def is_current() -> bool:
    """Do the cells hold the formulas as they are written now?"""
    state = ScoreState.objects.first()
    return state is not None and state.layout == book.layout()


def _taken() -> dict[str, list[Key]]:
    keys: dict[str, list[Key]] = defaultdict(list)
    for basis, *key in _rows("take", {"most": MOST}):
        keys[basis].append(tuple(key))
    return keys


def _again(basis: str, keys: list[Key]) -> None:
    columns: list[list[Any]] = [list(column) for column in zip(*keys, strict=True)]
    told = dict(zip(NAMES, columns, strict=True))
    _rows("forget", {**told, "basis": basis})
    _execute(_statement("put").format(counted=_counted(basis, "touched")), told)


def _all_of(basis: str) -> int:
    _execute(_statement("gather").format(counted=_counted(basis, "every")), {})
    made = _execute(_statement("put").format(counted=_statement("gathered")), {})
    _run("drop_gathered")
    return made


def _counted(basis: str, source: str) -> str:
    sums = [one.sums for one in book.of_cells()[basis]]
    num, den, unknown = (", ".join(part) for part in zip(*sums, strict=True)) if sums else ("", "", "")
    column = COLUMN[basis]
    return _statement("counted").format(
        basis=basis, column=column, num=num, den=den, unknown=unknown, source=_statement(source).format(column=column)
    )  # fmt: skip


def _execute(text: str, values: dict[str, Any]) -> int:
    """How many rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(text, {"now": clock.now(), **values})
        return int(cursor.rowcount)


def _settle(begun: float, cells: int, *, full: bool) -> None:
    now = clock.now()
    told = {
        "layout": json.dumps(book.layout()), "full_at": now if full else None, "at": now,
        "took_s": time.monotonic() - begun, "cells": cells,
    }  # fmt: skip
    _rows("settle", told)


def _statement(name: str) -> str:
    return statement("dothi.publicservices.score", "cells.sql", name)


def _run(name: str) -> None:
    _rows(name, {})


def _rows(name: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_statement(name), values)
        return cursor.fetchall() if cursor.description else []
