"""Locks by name, for what no row stands for yet: the second of two that would make the same thing waits, then finds it made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


def hold(*names: str) -> None:
    """Waits until nobody else holds one of `names`, and holds them until the running transaction ends. Several are taken in one order,
    so that no two wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(number) from"
            " (select distinct hashtextextended(name, 0) as number from unnest(%s::text[]) name order by 1) locks",
            [list(names)],
        )


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Whether nobody else holds `name`, which is then held inside. Without a transaction: what takes long must not hold up the
    readers of the log, which wait for every running one."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(hashtextextended(%s, 0))", [name])
        held = bool(cursor.fetchone()[0])
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(hashtextextended(%s, 0))", [name])
