"""`python -m dothi.kernel.structure.making [--from-nothing]`: what all migrations make of an empty database, as statements.

Walking every migration takes minutes; so the next file is made from the one that stands and the migrations that it does not
know, as long as `steps` shows that those it knows are still what they were. `--from-nothing` walks them all.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dothi.kernel.engines.folder import binaries
from dothi.kernel.structure import loading, steps
from dothi.kernel.testing import database

_MIGRATE = (
    "import django; django.setup()\n"
    "from django.db import connection\n"
    "from django.db.migrations.executor import MigrationExecutor\n"
    "executor = MigrationExecutor(connection)\n"
    "executor.migrate(executor.loader.graph.leaf_nodes())\n"
)
# Lines that differ from one run to the next, or that only a reader of the file would want; a function's own stay.
_NOISE = re.compile(
    r"^(--( (Name|Dumped|PostgreSQL).*)?|\\(un)?restrict .*|SET (transaction|idle_in_transaction|statement|lock)\w* = 0;)\n",
    re.M,
)
_GAP = re.compile(r"\n{3,}")
_APPLIED = re.compile(
    r"(INSERT INTO public\.(?:django_migrations|territory_stamp) VALUES .*')\d{4}-\d\d-\d\d [^']*'\);"
)
_STEP = re.compile(r"^INSERT INTO public\.django_migrations VALUES .*$", re.M)
_STAMP = re.compile(r"(territory_stamp VALUES \(true, ')[0-9a-f-]{36}'")


def migrate_step_by_step(database_url: str) -> None:
    """Every migration that the database does not know, without what follows one (roles, rules): seeds follow each start."""
    surroundings = {
        "DOTHI_SECRET_KEY": "only-for-the-structure-" + "x" * 40,
        **os.environ,
        "DOTHI_DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "dothi.config.settings",
    }
    subprocess.run([sys.executable, "-c", _MIGRATE], env=surroundings, check=True)


def statements_of(database_url: str) -> str:
    """The statements that make this database, the same for the same structure, whenever it was made."""
    command = [
        str(binaries() / "pg_dump"),
        "--no-owner",
        "--no-privileges",
        "--inserts",
        f"--dbname={database_url}",
    ]
    dumped = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    plain = _GAP.sub("\n", _NOISE.sub("", dumped)).strip() + "\n"
    told = _STAMP.sub(r"\g<1>00000000-0000-0000-0000-000000000000'", _APPLIED.sub(r"\1epoch');", plain))
    return _in_order(told)


def _in_order(statements: str) -> str:
    """The steps by their number: a dump tells rows as they lie, and each load lays them otherwise."""
    steps = iter(
        sorted(_STEP.findall(statements), key=lambda line: int(line.split("(", 1)[1].split(",", 1)[0]))
    )
    return _STEP.sub(lambda _: next(steps), statements)


@contextmanager
def empty_database() -> Iterator[str]:
    """The URL of a new database on a server of its own; both are gone afterwards."""
    server = database.new_server()
    try:
        yield server.url
    finally:
        server.stop()
        database.remove(server.folder)


def made_anew(*, from_nothing: bool = False) -> str:
    """The text of `structure.sql` for the migrations of this code."""
    with empty_database() as url:
        if not from_nothing:
            loading.load_if_empty(url)
        migrate_step_by_step(url)
        return statements_of(url)


def write(*, from_nothing: bool) -> None:
    """Both files, in their place."""
    import django

    django.setup()
    folder = Path(__file__).parent
    statements = made_anew(from_nothing=from_nothing or bool(steps.changed()))
    (folder / loading.FILE).write_text(statements, encoding="utf-8")
    (folder / steps.FILE).write_text(steps.as_text(), encoding="utf-8")


if __name__ == "__main__":
    write(from_nothing="--from-nothing" in sys.argv)
