"""Lists of entities for screens, searched by words in id and name, without accents.

A word is found wherever it stands; one of one or two letters where a word begins. Counting stops at MOST: nobody reads
further, and what many entities share need not be found in all of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from dothi.entities.queries import Condition, scope_condition, type_condition
from dothi.kernel import sql
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Scope

MOST = 1_000
_SHORT = 2  # letters of a word that has no part of its own in the index: looked for at the beginning of words


@dataclass(frozen=True, slots=True)
class Listed:
    """A line in a list of entities; `observed_at` and `origin` of its newest value."""

    urn: str
    types: tuple[str, ...]
    name: str
    unit_id: int | None
    agency_id: int | None
    lon: float | None
    lat: float | None
    observed_at: dt.datetime | None
    origin: Origin | None


class Found(NamedTuple):
    """A page; `total` is MOST when there are more."""

    rows: list[Listed]
    total: int
    has_more: bool


def listed(
    scope: Scope,
    text: str = "",
    type: str | None = None,  # noqa: A002 - NGSI-LD's own word
    limit: int = 50,
    offset: int = 0,
) -> Found:
    """A page of entities by id; `text` is matched without accents on id and name. With a text nothing lies beyond MOST."""
    (place, here), (where, of_type), (words, asked) = (
        scope_condition(scope),
        type_condition(type),
        _words(text),
    )
    parts, bound = {"scope": place, "where": where, "words": words}, {**here, **of_type, **asked}
    total = _rows("count" if asked else "count_all", parts, {**bound, "most": MOST})[0][0]
    many = not asked or total > MOST
    limit = max(0, min(limit, MOST - offset)) if asked else limit
    once = "not materialized" if many else "materialized"
    rows = (
        _rows("page", {**parts, "once": once}, {**bound, "limit": limit, "offset": offset}) if total else []
    )
    return Found(
        [_listed(row) for row in rows], min(total, MOST) if asked else total, bool(asked) and total > MOST
    )


def _words(text: str) -> Condition:
    """Every word stands in the id or in the name."""
    parts, values = [], {}
    for i, word in enumerate(text.split()):
        parts.append(f"w.words like '%%' || {_folded(i, word)} || '%%'")
        values[f"word_{i}"] = word
    return " and ".join(parts) or "true", values


def _folded(number: int, word: str) -> str:
    """As the words are kept: each after a space; a long one may stand inside another."""
    folded = f"entities_words_of(%(word_{number})s)"
    return f"rtrim({folded})" if len(word) <= _SHORT else f"btrim({folded})"


def _listed(row: Sequence[Any]) -> Listed:
    urn, short, name, unit_id, agency_id, lon, lat, observed_at, origin = row
    origin = None if origin is None else Origin(origin)
    return Listed(
        urn, tuple(short), name or urn.rsplit(":", 1)[-1], unit_id, agency_id, lon, lat, observed_at, origin
    )


def _rows(name: str, parts: dict[str, str], values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as db:
        db.execute(sql.statement("dothi.entities.store", "sql/search.sql", name).format(**parts), values)
        rows: list[tuple[Any, ...]] = db.fetchall()
        return rows
