"""What is made of rows that seldom change (of packs, mostly), kept by this process for as long as every row is as it was.

Each reading asks the database whether the tables are as they were: one statement, whose answer is a sum over where each row stands
(`ctid`) and which transaction wrote it (`xmin`). Numbers of transactions are those of the whole server and are not used again, so
whatever any process adds, changes or removes gives another sum: committed, it is seen by the next reading; not committed, by its
own transaction alone; rolled back, by nobody. Nothing has to be told, so nothing can be forgotten to be told.

Within one page that changes nothing (`asked_once`) each table is asked once: a list asks for the name of a category in every row. There
`once` keeps what else is read again and again: the limit that holds today, the province of a commune.

For tables of hundreds of rows: the sum reads them all (0.1 ms each hundred).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection, models
from psycopg import sql

P = ParamSpec("P")
R = TypeVar("R")
Stamp = tuple[object, ...]
_asked: ContextVar[dict[object, Any] | None] = ContextVar("kept_asked", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """Inside, what is kept holds as it was at its first reading: around what reads much and changes none of those tables."""
    token = _asked.set({})
    try:
        yield
    finally:
        _asked.reset(token)


def kept(*tables: type[models.Model], most: int = 8) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Like functools.lru_cache for what is made of the rows of these tables, of nothing else and of its arguments (give the day).

    What is kept is shared by every thread: whoever reads it changes nothing of it. `most`: how many answers are kept at once.
    """
    asking = _asking(tables)

    def decorate(build: Callable[P, R]) -> Callable[P, R]:
        def make(_stamp: object, *args: P.args, **named: P.kwargs) -> R:
            return build(*args, **named)

        made = lru_cache(most)(make)

        @wraps(build)
        def read(*args: P.args, **named: P.kwargs) -> R:
            return made(_stamp(asking), *args, **named)  # type: ignore[arg-type]

        return read

    return decorate


def _asking(tables: tuple[type[models.Model], ...]) -> str:
    one = "(select sum(hashtidextended(ctid, xmin::text::bigint)) from {})"
    sums = [sql.SQL(one).format(sql.Identifier(table._meta.db_table)) for table in tables]
    return (sql.SQL("select ") + sql.SQL(", ").join(sums)).as_string()


def once(build: Callable[P, R]) -> Callable[P, R]:
    """Within `asked_once` made once for the same arguments, which can be keys; outside each time anew."""

    @wraps(build)
    def read(*args: P.args, **named: P.kwargs) -> R:
        asked = _asked.get()
        if asked is None:
            return build(*args, **named)
        key = (build, args, tuple(sorted(named.items())))
        if key not in asked:
            asked[key] = build(*args, **named)
        found: R = asked[key]
        return found

    return read


@once
def _stamp(asking: str) -> Stamp:
    """How the tables stand, read before what is made of them: a change in between makes the next reading read again."""
    with connection.cursor() as cursor:
        cursor.execute(asking)
        sums: Stamp = cursor.fetchone()
    held = connection.settings_dict
    return (held["HOST"], held["PORT"], held["NAME"], *sums)
