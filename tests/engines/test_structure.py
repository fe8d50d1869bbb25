"""The ready-made structure and the migrations, step by step, make one and the same database."""

from __future__ import annotations

from difflib import unified_diff

import psycopg
import pytest

from dothi.kernel.structure import loading, making, steps


def test_no_step_that_the_file_holds_was_rewritten() -> None:
    """A landed migration is fixed: cities took it. Whoever must rename or rewrite one all the same runs
    `python -m dothi.kernel.structure.making --from-nothing`."""
    assert len(steps.known()) > 150
    assert steps.changed() == []


@pytest.mark.slow(seconds=60)
def test_it_is_what_the_migrations_make() -> None:
    """The file is itself and the steps that it does not know; that each step before is the same is held above, and the
    first file was compared with a walk from nothing."""
    with making.empty_database() as url:
        assert loading.load_if_empty(url)
        assert not loading.load_if_empty(url), "a database that holds something was touched"
        making.migrate_step_by_step(url)
        at_once = making.statements_of(url)
        assert _is_of_now(url)
    assert list(unified_diff(_settled(loading.text()), _settled(at_once), lineterm="", n=1)) == []
    assert set(steps.present()) == set(steps.known()), "`make structure` has not been run"


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
