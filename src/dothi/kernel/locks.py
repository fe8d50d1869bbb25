"""Locks by name, for what no row stands for yet: the second of two that would make the same thing waits, then finds it made."""

from __future__ import annotations

from django.db import connection


def hold(name: str) -> None:
    """Waits until nobody else holds `name`, and holds it until the running transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
