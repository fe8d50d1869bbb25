"""Gives an empty database the ready-made structure."""

from __future__ import annotations

from importlib.resources import files

import psycopg

from dothi.kernel.engines.postgres import MAJOR

FILE = "structure.sql"

# What the file cannot know: when it was loaded, and the stamp by which one city's edition of places differs from another's.
_OF_THIS_DATABASE = """
update public.django_migrations set applied = now();
update public.territory_stamp set stamp = gen_random_uuid(), changed_at = now();
"""


def load_if_empty(database_url: str) -> bool:
    """True when the structure was loaded: whole or not at all. A server older than the file's, or a database that holds any
    table, is left to the migrations."""
    with psycopg.connect(database_url, connect_timeout=10) as connection:
        if connection.info.server_version // 10_000 < MAJOR or not _is_empty(connection):
            return False
        connection.execute(text().encode())
        connection.execute(_OF_THIS_DATABASE.encode())
    return True


def text() -> str:
    """The packaged statements."""
    return files(__package__).joinpath(FILE).read_text(encoding="utf-8")


def _is_empty(connection: psycopg.Connection) -> bool:
    """Locked against a second start on the same database, which then finds the tables."""
    connection.execute("select pg_advisory_xact_lock(hashtext('dothi.structure'))")
    row = connection.execute(
        "select count(*) from pg_class where relkind in ('r', 'p', 'v', 'm') and relnamespace = 'public'::regnamespace"
    ).fetchone()
    return row == (0,)
