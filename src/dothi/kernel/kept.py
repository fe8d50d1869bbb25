"""What is made of rows that seldom change (of packs, mostly), kept by this process for as long as every row is as it was.

Each reading asks the database whether the tables are as they were: one statement, whose answer is a sum over where each row stands
(`ctid`) and which transaction wrote it (`xmin`). Numbers of transactions are those of the whole server and are not used again, so
whatever any process adds, changes or removes gives another sum: committed, it is seen by the next reading; not committed, by its
own transaction alone; rolled back, by nobody. Nothing has to be told, so nothing can be forgotten to be told.

For tables of hundreds of rows: the sum reads them all (0.1 ms each hundred).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from django.db import connection, models
from psycopg import sql

P = ParamSpec("P")
R = TypeVar("R")


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


def _stamp(asking: str) -> tuple[object, ...]:
    """How the tables stand, read before what is made of them: a change in between makes the next reading read again."""
    with connection.cursor() as cursor:
        cursor.execute(asking)
        sums: tuple[object, ...] = cursor.fetchone()
    held = connection.settings_dict
    return (held["HOST"], held["PORT"], held["NAME"], *sums)
