"""`dothi user` and `dothi apikey`, run as an operator runs them, on a database of their own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from dothi.kernel.testing.commands import Command, command_line


@pytest.fixture
def dothi(committed_db: str, tmp_path: Path) -> Iterator[Command]:
    environ = {
        **os.environ,
        "DOTHI_DATABASE_URL": committed_db,
        "DOTHI_DATA": str(tmp_path),
        "DOTHI_LANGUAGE": "en",
        "COLUMNS": "200",
    }
    with command_line(environ) as run:
        yield run


@pytest.mark.long(seconds=15)
def test_accounts_and_keys_from_the_machine(dothi, committed_db: str) -> None:
    made = dothi("user", "create", "quan", "--name", "Vũ Minh Quân", "--role", "administrator")
    assert made.returncode == 0, made.stderr
    username, password = made.stdout.split()
    assert username == "quan"
    assert len(password) == 16
    assert "administrator" in dothi("user", "list").stdout
    again = dothi("user", "create", "QUAN", "--name", "Ai Đó")
    assert again.returncode == 1
    assert again.stderr.strip() == 'dothi: Username "QUAN" exists already; choose another.'
    weak = dothi("user", "password", "quan", "--password-stdin", stdin="ngắn\n")
    assert weak.returncode == 1
    assert "at least 14" in weak.stderr
    last = dothi("user", "expire", "quan")
    assert last.returncode == 1
    assert "nobody would administer" in last.stderr
    half = dothi("user", "create", "half", "--name", "Nửa Vời", "--role", "leader", "--role", "vua")
    assert half.returncode == 1
    limits = ("--scope", "/Tram/#", "--sees", "pm25", "--writes", "scope", "--tenant", "hue")
    key = dothi("apikey", "create", "trạm thử", "--kind", "device", "--type", "AirQualityObserved", *limits)
    key_id, _, secret = key.stdout.strip().partition(".")
    assert len(secret) == 32
    listed = dothi("apikey", "list").stdout
    assert key_id in listed
    assert secret not in listed
    for limit in (
        "types: AirQualityObserved",
        "scopes: /Tram/#",
        "sees: pm25",
        "writes: scope",
        "tenants: hue",
    ):
        assert limit in listed
    wrong = dothi("apikey", "create", "sai", "--scope", "Tram")
    assert wrong.returncode == 1
    assert 'Scope "Tram" is not valid' in wrong.stderr
    assert dothi("apikey", "revoke", key_id, "--reason", "thử").returncode == 0
    assert dothi("apikey", "revoke", key_id).returncode == 1
    with psycopg.connect(committed_db) as connection:
        names = connection.execute("select username from accounts_person").fetchall()
        context = connection.execute(
            "select pgh_context from accounts_apikeyevent order by pgh_id desc limit 1"
        ).fetchone()[0]
    assert names == [("quan",)]
    assert context["source"] == "cli:apikey revoke"
    assert context["reason"] == "thử"
    assert dothi("verify-audit").returncode == 0
