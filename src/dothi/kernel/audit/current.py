"""Is each row what its newest version says? The chain guards the versions; this finds a row that was changed, slipped in or taken
away with the triggers off, so that no version was written at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model
from pghistory.models import Event
from psycopg import sql

MOST = 1_000  # of one table


def rows_beside_their_history(cursor: Any) -> Iterator[tuple[str, str]]:
    """(table, key) of each row that differs from its newest version, has none, or is gone without a last one."""
    for versions in apps.get_models():
        rows: Any = getattr(versions, "pgh_tracked_model", None)
        if rows is not None and issubclass(versions, Event):
            cursor.execute(_comparison(cursor, rows, versions))
            yield from ((rows._meta.db_table, key) for (key,) in cursor.fetchall())


def _comparison(cursor: Any, rows: type[Model], versions: type[Model]) -> sql.Composed:
    """Only the columns that both have: a version also says who and why, a row may keep a column (a password) out of it."""
    kept, told = _columns(cursor, rows), _columns(cursor, versions)
    return sql.SQL(
        "select coalesce(r.{pk}::text, v.pgh_obj_id::text) from {rows} r full join"
        " (select distinct on (pgh_obj_id) * from {versions} order by pgh_obj_id, pgh_id desc) v on v.pgh_obj_id = r.{pk}"
        " where (v.pgh_label is distinct from 'delete' or r.{pk} is not null)"
        " and (r.{pk} is null or v.pgh_id is null or v.pgh_label = 'delete'"
        " or to_jsonb(r) - {unkept}::text[] <> to_jsonb(v) - {beside}::text[]) order by 1 limit {most}"
    ).format(
        pk=sql.Identifier(_key(rows)),
        rows=sql.Identifier(rows._meta.db_table),
        versions=sql.Identifier(versions._meta.db_table),
        unkept=sql.Literal(sorted(kept - told)),
        beside=sql.Literal(sorted(told - kept)),
        most=sql.Literal(MOST),
    )


def _columns(cursor: Any, model: type[Model]) -> set[str]:
    """As they stand in the database: a newer program may have added one that this one does not know."""
    cursor.execute(
        "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped",
        [model._meta.db_table],
    )
    return {name for (name,) in cursor.fetchall()}


def _key(model: type[Model]) -> str:
    assert model._meta.pk is not None
    return str(model._meta.pk.column)
