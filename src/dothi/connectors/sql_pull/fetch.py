"""One round of a query: in a transaction that may only read, with limits on time and rows, from where the last round ended.

The drivers wait in a thread of the source's own. A database that never answers keeps that one thread, no other source's; until it
gives up (sockets have time limits, too) the source is not asked again, because its run has not ended.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import decimal
import uuid
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from dothi.connectors.files.cells import Cell
from dothi.connectors.sources.documents import RECEIVED
from dothi.connectors.sources.errors import SourceError
from dothi.connectors.sources.kinds import Asked, Piece
from dothi.kernel import clock, egress

if TYPE_CHECKING:
    from dothi.connectors.sql_pull.kind import Settings

CONNECT_S = 10
MOST_BYTES = 64 * 2**20  # of one round
_PORTS = {"postgresql": 5432, "mariadb": 3306, "sqlserver": 1433}
_DRIVERS = {"postgresql": "postgresql+psycopg", "mariadb": "mariadb+pymysql", "sqlserver": "mssql+pymssql"}
_BEGIN_READING = {
    "postgresql": ("set transaction read only", "set local statement_timeout = {ms}"),
    "mariadb": ("set session max_statement_time = {s}", "start transaction read only"),
    "sqlserver": ("set lock_timeout {ms}",),
}


@dataclass(frozen=True, slots=True)
class Found:
    """What a query gave."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]


async def fetch(asked: Asked) -> AsyncIterator[Piece]:
    """All new rows as one piece; more than the limit are fetched in the next round, which begins where this one ended."""
    settings: Settings = asked.settings
    port = settings.port or _PORTS[settings.system]
    try:
        address = await egress.address_of(settings.host, port)
    except egress.EgressRefused as refused:
        raise SourceError("inside", permanent=True, host=settings.host) from refused
    except OSError as error:
        raise SourceError("no-connection", host=settings.host, detail=str(error)[:200]) from error
    since = asked.state.get("since", settings.first or None)
    found = await _in_own_thread(settings, address, port, since, 200 if asked.sample else settings.most_rows)
    asked.steps.add("connected", host=settings.host)
    asked.steps.add("rows", number=len(found.rows))
    if not found.rows:
        return
    received = clock.iso(clock.now())
    lines = [(line, [*map(_cell, row), received]) for line, row in enumerate(found.rows, 1)]
    yield Piece("", (*found.columns, RECEIVED), lines, _state(settings, found))


async def _in_own_thread(settings: Settings, address: str, port: int, since: str | None, most: int) -> Found:
    executor = ThreadPoolExecutor(1, thread_name_prefix="sql-pull")
    try:
        work = asyncio.get_running_loop().run_in_executor(
            executor, read, settings, address, port, since, most
        )
        async with asyncio.timeout(settings.timeout_s + CONNECT_S + 5):
            return await work
    except TimeoutError as error:
        raise SourceError("too-slow", seconds=settings.timeout_s, host=settings.host) from error
    finally:
        executor.shutdown(wait=False)


def read(settings: Settings, address: str, port: int, since: str | None, most: int) -> Found:
    """Asks the database. Raises SourceError in words that hold no password."""
    try:
        engine = sqlalchemy.create_engine(
            _url(settings, port), connect_args=_arguments(settings, address), poolclass=sqlalchemy.NullPool
        )
    except (NoSuchModuleError, ImportError) as error:
        raise SourceError("no-driver", permanent=True, driver=_DRIVERS[settings.system]) from error
    except ArgumentError as error:
        raise SourceError("no-connection", permanent=True, host=settings.host, detail="URL") from error
    try:
        with engine.connect() as connection:
            return _ask(connection, settings, since, most)
    except DBAPIError as error:
        raise _told(settings, error) from error
    except SQLAlchemyError as error:
        raise SourceError("query", permanent=True, host=settings.host, detail=str(error)[:300]) from error
    finally:
        engine.dispose()


def _ask(connection: sqlalchemy.Connection, settings: Settings, since: str | None, most: int) -> Found:
    for statement in _BEGIN_READING[settings.system]:
        filled = statement.format(ms=settings.timeout_s * 1000, s=settings.timeout_s)
        connection.exec_driver_sql(filled)
    query = sqlalchemy.text(settings.query.strip().rstrip(";"))
    values = {"since": _instant(since)} if ":since" in settings.query else {}
    result = connection.execution_options(stream_results=True, max_row_buffer=100).execute(query, values)
    columns = tuple(result.keys())
    if settings.cursor_column and settings.cursor_column not in columns:
        raise SourceError(
            "no-cursor-column", permanent=True, column=settings.cursor_column, known=", ".join(columns)
        )
    rows, is_whole = _fetched(result, most + 1)
    connection.rollback()
    if not settings.cursor_column:
        if not is_whole:
            raise SourceError("too-large", permanent=True, limit_mb=max(MOST_BYTES // 2**20, 1))
        return Found(columns, rows[:most])
    place = columns.index(settings.cursor_column)
    return Found(columns, _whole(rows, min(most, len(rows) - 1) if not is_whole else most, place))


def _fetched(result: sqlalchemy.CursorResult[Any], most: int) -> tuple[list[tuple[Any, ...]], bool]:
    """Up to so many rows and so many bytes; false: there were more bytes."""
    rows: list[tuple[Any, ...]] = []
    size = 0
    for row in result:
        rows.append(tuple(row))
        size += sum(len(cell) if isinstance(cell, str | bytes) else 16 for cell in row)
        if size > MOST_BYTES and len(rows) > 1:
            return rows, False
        if len(rows) == most:
            break
    return rows, True


def _whole(rows: list[tuple[Any, ...]], most: int, place: int) -> list[tuple[Any, ...]]:
    """Up to the limit, of one instant all rows or none: the next round asks for what is later than the last one."""
    if len(rows) <= most:
        return rows
    kept = rows[:most]
    return [row for row in kept if row[place] != rows[most][place]] or kept


def _instant(since: str | None) -> Any:
    """As the column has it: a time where it reads as one, a number, else the text."""
    if since is None:
        return dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    for read_as in (int, dt.datetime.fromisoformat):  # 20261122 is a number: as a time it would read, too
        try:
            return read_as(since)
        except ValueError:
            continue
    return since


def _state(settings: Settings, found: Found) -> dict[str, Any]:
    if not settings.cursor_column:
        return {}
    place = found.columns.index(settings.cursor_column)
    reached = [row[place] for row in found.rows if row[place] is not None]
    last = max(reached, default=None)
    return (
        {"since": last.isoformat() if isinstance(last, dt.datetime | dt.date) else str(last)}
        if reached
        else {}
    )


def _cell(value: Any) -> Cell:
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, bool):
        return str(value).lower()
    if value is None or isinstance(value, str | int | float | dt.datetime | dt.date | dt.time):
        return value
    return str(value) if isinstance(value, uuid.UUID) else repr(value)[:200]


def _url(settings: Settings, port: int) -> sqlalchemy.URL:
    return sqlalchemy.URL.create(
        _DRIVERS[settings.system],
        settings.username,
        settings.password,
        settings.host,
        port,
        settings.database,
    )


def _arguments(settings: Settings, address: str) -> dict[str, Any]:
    """The connection goes to the address that the guard judged; certificates are checked for the name."""
    if settings.system == "postgresql":
        mode = {"verify": "verify-full", "require": "require", "off": "prefer"}[settings.tls]
        known: dict[str, Any] = {"hostaddr": address, "connect_timeout": CONNECT_S, "sslmode": mode}
        if settings.tls == "verify":
            known["sslrootcert"] = "system"
        return known | {"keepalives_idle": 10, "tcp_user_timeout": 1000 * (settings.timeout_s + 5)}
    if settings.system == "mariadb":
        limits = {"connect_timeout": CONNECT_S, "read_timeout": settings.timeout_s + 5, "write_timeout": 10}
        # as bytes: its driver takes text for Latin-1, a password may be of any letters
        return {"host": address, "password": settings.password.encode(), **limits, **_mariadb_tls(settings)}
    encryption = "off" if settings.tls == "off" else "require"
    return {
        "server": address, "login_timeout": CONNECT_S, "timeout": settings.timeout_s, "encryption": encryption, "read_only": True,
    }  # fmt: skip


def _mariadb_tls(settings: Settings) -> dict[str, Any]:
    if settings.tls == "off":
        return {"ssl_disabled": True}
    how: Any = egress.tls_context(settings.host) if settings.tls == "verify" else {"check_hostname": False}
    return {"ssl": how}


def _told(settings: Settings, error: DBAPIError) -> SourceError:
    """The driver's own first line: what the owner of a database understands. It names no password; the query is not repeated."""
    said = str(error.orig or error).strip().splitlines() or [type(error).__name__]
    detail = said[0][:300].replace(settings.password or "\0", "…")
    if error.connection_invalidated or not error.statement:
        return SourceError("no-connection", host=settings.host, detail=detail)
    slow = type(error.orig).__name__ in ("QueryCanceled", "ReadTimeout")
    return SourceError("query", permanent=not slow, host=settings.host, detail=detail)
