"""Makes the copy: a data folder of its own with a cluster of its own, filled by COPY, a table at a time, as of one instant of the city.

A cluster of its own, not a second database in the city's: a transaction that a drill leaves open would hold up every reader of the
city's logs (`pg_snapshot_xmin` is the server's, not the database's), and nothing in the copy knows a password of the city's.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psycopg
from cryptography.fernet import Fernet, InvalidToken
from psycopg import sql

from dothi.drills.copying.tables import COPIED, RESET
from dothi.kernel import settings
from dothi.kernel.drill import Mark
from dothi.kernel.engines import folder, ports, postgres
from dothi.kernel.engines.backup import libpq, served
from dothi.kernel.errors import ConfigurationError
from dothi.kernel.secret_key import secret_key

BASE_BYTES = (
    600 * 1024**2
)  # an empty cluster with its log, the message store, logs; and room left for the city
MADE = "made.json"  # written last: a copy without it is half of one
# what of the city's settings the copy may know; every other is its own or none
_SHARED = ("LANGUAGE", "DEMO", "ALLOWED_HOSTS", "BIND", "HTTPS", "DURABLE", "HANG_S", "ROADS")
# rows that code expects and that belong to no city
_SEEDS = b"insert into public.entities_subscription_cursor values (true, 0, 0)"


@dataclass(frozen=True, slots=True)
class Made:
    """What the making took: seconds of each step, tables and rows."""

    tables: int
    rows: int
    engine_s: float  # cluster and tables
    copy_s: float
    whole_s: float


def make(source_url: str, data: Path, mark: Mark, then: Callable[[str], None] = lambda url: None) -> Made:
    """Fills `data` from the city at `source_url`, then calls `then` with the address of the copy. Raises ConfigurationError.

    A half-made copy of an earlier try goes first.
    """
    began = time.monotonic()
    remove(data)
    mark.save(data)
    marker = folder.open_folder(data)
    cluster = postgres.Cluster(
        Path(marker.cluster), folder.binaries(), ports.free_port(), postgres.unprivileged_user(),
        folder.secret(data, "postgres_password"),
    )  # fmt: skip
    with served(cluster) as url:
        _structure(source_url, url)
        engine_s = time.monotonic() - began
        rows = copy(source_url, url)
        _seal_anew(url, data)
        then(url)
        copy_s = time.monotonic() - began - engine_s
    _share_map(data)
    made = Made(
        len(rows),
        sum(rows.values()),
        round(engine_s, 2),
        round(copy_s, 2),
        round(time.monotonic() - began, 2),
    )
    folder.write_whole(data / MADE, json.dumps(asdict(made)), 0o644)
    return made


def check_room(source_url: str, data: Path) -> None:
    """Raises ConfigurationError where the disk has no room for the copy beside the city: a full disk would stop both."""
    with psycopg.connect(source_url) as connection:
        asked = "select coalesce(sum(pg_total_relation_size(c.oid)), 0) from pg_class c where c.relname = any(%s) and c.relkind = 'r'"
        (size,) = connection.execute(asked, [list(COPIED)]).fetchone() or (0,)
    needed, free = int(size) + BASE_BYTES, _free(data)
    if free < needed:
        raise ConfigurationError(
            "drill-no-room", path=str(data), needed=f"{needed / 1024**2:.0f}", free=f"{free / 1024**2:.0f}"
        )


def _free(data: Path) -> int:
    standing = next(folder for folder in (data, *data.parents) if folder.exists())
    return shutil.disk_usage(standing).free


def is_made(data: Path) -> Made | None:
    """What was noted when the copy was whole; None where it is not."""
    with suppress(OSError, ValueError, TypeError):
        return Made(**json.loads((data / MADE).read_text(encoding="utf-8")))
    return None


def remove(data: Path) -> None:
    """The copy goes, with a cluster that had to lie elsewhere. Links are removed, never what they lead to."""
    with suppress(OSError, ValueError, KeyError):
        cluster = Path(json.loads((data / folder.MARKER).read_text(encoding="utf-8"))["cluster"])
        if cluster.parent == folder.SYSTEM_HOME:
            shutil.rmtree(cluster, ignore_errors=True)
    shutil.rmtree(data, ignore_errors=True)


def environment(data: Path, **more: str) -> dict[str, str]:
    """What a process of the copy knows: nothing of the city's servers, secrets and ways out."""
    ours = {f"DOTHI_{name}" for name in _SHARED}
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith("DOTHI_") or name in ours
    }
    return {**kept, "DOTHI_DATA": str(data), **more}


def _structure(source_url: str, url: str) -> None:
    """The tables as the city has them at this moment, its mark of being up to date included: nothing is left to migrate."""
    command = [str(folder.binaries() / "pg_dump"), "--schema-only", "--no-owner", "--no-privileges"]
    done = subprocess.run(command, check=False, env=libpq(source_url), capture_output=True, text=True)
    if done.returncode:
        detail = (done.stderr.strip().splitlines() or ["?"])[0][:300]
        raise ConfigurationError("drill-tables-not-made", detail=detail)
    statements = "\n".join(line for line in done.stdout.splitlines() if not line.startswith("\\"))
    with psycopg.connect(url) as connection:
        connection.execute(statements.encode())
        connection.execute(_SEEDS)


def copy(source_url: str, url: str) -> dict[str, int]:
    """Every table of COPIED as of one instant; rows of each. Triggers and foreign keys sleep meanwhile: no history is made of it."""
    with psycopg.connect(source_url) as source, psycopg.connect(url) as target:
        source.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        source.read_only = True
        target.execute("set session_replication_role = replica")
        known = _columns(source), _columns(target)
        tables = [table for table in COPIED if table in known[0] and table in known[1]]
        rows = {
            table: _copy_table(source, target, table, known[0][table], known[1][table]) for table in tables
        }
        for table, statement in RESET.items():
            if table in rows:
                target.execute(statement.encode())
        _sequences(source, target)
        target.execute("set session_replication_role = origin")
        target.commit()
        target.autocommit = True
        target.execute("analyze")
    return rows


def _columns(connection: psycopg.Connection[Any]) -> dict[str, list[str]]:
    """Of every table, in its order, without what the database computes itself."""
    found: dict[str, list[str]] = {}
    asked = connection.execute(
        "select c.relname, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid"
        " where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0"
        " and not a.attisdropped and a.attgenerated = '' order by c.relname, a.attnum"
    )
    for table, column in asked:
        found.setdefault(table, []).append(column)
    return found


def _copy_table(
    source: psycopg.Connection[Any], target: psycopg.Connection[Any], table: str, there: list[str], here: list[str]
) -> int:  # fmt: skip
    columns = sql.SQL(", ").join(sql.Identifier(name) for name in there if name in here)
    name = sql.Identifier(table)
    target.execute(sql.SQL("delete from {}").format(name))  # what the migrations seeded: the city has its own
    cursor = target.cursor()
    with (
        source.cursor().copy(sql.SQL("copy (select {} from {}) to stdout (format binary)").format(columns, name)) as out,
        cursor.copy(sql.SQL("copy {} ({}) from stdin (format binary)").format(name, columns)) as into,
    ):  # fmt: skip
        for piece in out:
            into.write(piece)
    return cursor.rowcount


def _sequences(source: psycopg.Connection[Any], target: psycopg.Connection[Any]) -> None:
    """Numbers go on where the city's stand: no new row meets one that was copied."""
    asked = source.execute(
        "select sequencename, last_value from pg_sequences where schemaname = 'public' and last_value is not null"
    )
    for name, last in asked.fetchall():
        target.execute(
            "select setval(to_regclass(%s), %s) where to_regclass(%s) is not null", [name, last, name]
        )


def _seal_anew(url: str, data: Path) -> None:
    """Second factors are sealed with a system's own key: the copy has another, so that no ticket of one opens the other."""
    (data / "secrets").mkdir(exist_ok=True, mode=0o700)
    old, new = _vault(secret_key()), _vault(folder.secret(data, "secret_key"))
    with psycopg.connect(url) as connection:
        for pk, kept in connection.execute("select id, data from mfa_authenticator").fetchall():
            sealed = {name: _sealed(value, old, new) for name, value in kept.items()}
            connection.execute(
                "update mfa_authenticator set data = %s where id = %s", [json.dumps(sealed), pk]
            )


def _sealed(value: Any, old: Fernet, new: Fernet) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return new.encrypt(old.decrypt(value.encode())).decode()
    except InvalidToken:  # never was sealed
        return value


def _vault(key: str) -> Fernet:
    """As accounts.login seals."""
    return Fernet(
        base64.urlsafe_b64encode(hashlib.sha256(b"dothi second factor 1\0" + key.encode()).digest())
    )


def _share_map(data: Path) -> None:
    """The streets of the base map are the same ground: a link, not a second gigabyte."""
    streets = settings.data_folder() / "map"
    if streets.is_dir():
        (data / "map").symlink_to(streets, target_is_directory=True)
