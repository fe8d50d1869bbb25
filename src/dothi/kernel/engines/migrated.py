"""Was this database brought up to date by exactly this code? Then a start need not ask Django (2 s of it).

The answer stands in the database itself, as the comment of `django_migrations`: a restored or exchanged database
brings its own. It covers every file of the package, because roles, triggers and rules are seeded after migrations.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

import psycopg
from psycopg import sql

_PACKAGE = Path(__file__).resolve().parents[2]
_KINDS = {".py", ".sql", ".toml", ".json", ".ftl"}
PARTS = ("django", "django-allauth", "django-pghistory", "django-pgtrigger", "procrastinate")


def fingerprint() -> str:
    """Of this code and of the installed packages that have migrations."""
    digest = hashlib.sha256(" ".join(version(part) for part in PARTS).encode())
    for path in sorted(_PACKAGE.rglob("*")):
        if path.suffix in _KINDS and "tests" not in path.parts and "static" not in path.parts:
            digest.update(str(path.relative_to(_PACKAGE)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def is_current(database_url: str) -> bool:
    """Does the database carry the mark of this code?"""
    with psycopg.connect(database_url, connect_timeout=5) as connection:
        row = connection.execute(
            "select obj_description(to_regclass('django_migrations'), 'pg_class')"
        ).fetchone()
    return row is not None and row[0] == fingerprint()


def mark(database_url: str) -> None:
    """Called after a migration that went through."""
    with psycopg.connect(database_url, connect_timeout=5, autocommit=True) as connection:
        connection.execute(
            sql.SQL("comment on table django_migrations is {}").format(sql.Literal(fingerprint()))
        )
