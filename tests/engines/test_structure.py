"""The ready-made structure and the migrations, step by step, make one and the same database."""

from __future__ import annotations

import re
from difflib import unified_diff
from pathlib import Path

import psycopg
import pytest

import dothi
from dothi.kernel.structure import loading, making

_TOLD = re.compile(r"^INSERT INTO public\.django_migrations VALUES \(\d+, '(\w+)', '(\w+)'", re.M)


def test_it_tells_of_no_migration_that_is_gone() -> None:
    """A renamed or rewritten migration needs `make structure`: the file would leave steps behind that nobody has."""
    ours = {path.name for path in Path(dothi.__file__).parent.iterdir()}
    told = [(room, name) for room, name in _TOLD.findall(loading.text()) if room in ours]
    assert len(told) > 40
    gone = [step for step in told if not _file(*step).exists()]
    assert not gone


def _file(room: str, name: str) -> Path:
    return Path(dothi.__file__).parent / room / "migrations" / f"{name}.py"


@pytest.mark.slow(seconds=75)
def test_it_is_what_the_migrations_make() -> None:
    by_steps = making.made_anew()
    with making.empty_database() as url:
        assert loading.load_if_empty(url)
        assert not loading.load_if_empty(url), "a database that holds something was touched"
        making.migrate_step_by_step(url)
        at_once = making.statements_of(url)
        assert _is_of_now(url)
    assert list(unified_diff(_settled(by_steps), _settled(at_once), lineterm="", n=1)) == []


def _is_of_now(url: str) -> bool:
    with psycopg.connect(url) as connection:
        row = connection.execute("select min(applied) > now() - interval '1 hour' from django_migrations")
        return row.fetchone() == (True,)


def _settled(statements: str) -> list[str]:
    """As PostgreSQL writes what it has read once: `x = ANY (…)` of a list of words comes back in another spelling."""
    with making.empty_database() as url:
        with psycopg.connect(url) as connection:
            connection.execute(statements.encode())
        return making.statements_of(url).splitlines()
