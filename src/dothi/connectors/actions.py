"""What people do with imports: hand in a file, test it, run it, run it again."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import connection as django_connection
from django.db import transaction
from psycopg import AsyncConnection

from dothi.accounts.models import Agency
from dothi.connectors.files import mapping as mappings
from dothi.connectors.files.errors import TableError
from dothi.connectors.files.payloads import payload
from dothi.connectors.files.readings import Reader, Reading, Reject, Tally
from dothi.connectors.files.stations import read_stations
from dothi.connectors.files.tables import open_table
from dothi.connectors.models import Import
from dothi.kernel import clock, locks, pack_files, runs
from dothi.kernel.errors import DothiError, NotAllowed
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Line, Scope

if TYPE_CHECKING:
    from dothi.accounts.models import Person
    from dothi.connectors.files.run import Progress

TWICE = dt.timedelta(minutes=1)  # the same from the same person within this is a form sent twice


@dataclass(frozen=True, slots=True)
class Sample:
    """What a test shows: the first entities as they would be stored, the rejects met on the way, unused columns."""

    entities: list[dict[str, Any]]
    rejects: list[Reject]
    ignored_columns: list[str]
    tally: Tally


def sample_import(mapping: mappings.Mapping, path: Path, folders: list[Path], count: int = 5) -> Sample:
    """The first `count` readings of the file; writes nothing. Raises MappingError or TableError."""
    rejects: list[Reject] = []
    told: set[str] = set()

    def told_first(reading: Reading) -> bool:
        new = reading.entity not in told
        told.add(reading.entity)
        return new

    with open_table(path, mapping.shape) as table:
        reader = Reader(mapping, table, read_stations(mapping, folders), rejects.append)
        entities = [payload(one, mapping, first=told_first(one)) for one in islice(reader.readings(), count)]
        return Sample(entities, rejects[:50], reader.ignored_columns, reader.tally)


@transaction.atomic
def register_import(
    path: Path,
    mapping: mappings.Mapping,
    mapping_text: str,
    *,
    by: Person | None,
    origin: Origin = Origin.LIVE,
    stations_folder: Path | None = None,
) -> Import:
    """Records that `path` waits to be imported by `mapping`. Nothing is read into the entities yet.

    The import belongs to the agency it is done for: that of `by`, or the one that the right of `by` is limited to.
    The same from the same person a moment ago (a form sent twice) is that import again. Raises NotAllowed without the right.
    """
    agency = _done_for(by)
    sha256 = _sha256(path)
    if by is not None and (standing := _just_registered(by, sha256, mapping_text, origin)):
        return standing
    return Import.objects.create(
        file_name=path.name,
        file_bytes=path.stat().st_size,
        file_sha256=sha256,
        folder=str(path.resolve().parent),
        stations_folder=str(stations_folder or path.resolve().parent),
        mapping_name=mapping.file,
        mapping_text=mapping_text,
        origin=origin,
        requested_by=by,
        agency=agency,
        unit=agency.unit if agency else None,
        reach=_reach(by),
        created_at=clock.now(),
    )


def _just_registered(by: Person, sha256: str, mapping_text: str, origin: Origin) -> Import | None:
    locks.hold(f"imports of {by.pk}")
    same = Import.objects.filter(
        requested_by=by,
        file_sha256=sha256,
        mapping_text=mapping_text,
        origin=origin,
        state=Import.State.UPLOADED,
    )
    return same.filter(created_at__gte=clock.now() - TWICE).first()


def _scope(by: Person) -> Scope:
    scope = by.scope("connectors.manage")
    if not scope:
        raise NotAllowed(permission="connectors.manage")
    return scope


def _reach(by: Person | None) -> list[Line] | None:
    """What an import that `by` runs may write; None: everything."""
    return None if by is None or _scope(by).everywhere else _scope(by).as_lines()


def _done_for(by: Person | None) -> Agency | None:
    if by is None:
        return None
    limits = _scope(by).agency_ids
    return by.agency if limits is None or by.agency_id in limits else Agency.objects.get(pk=min(limits))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def queue_import(import_run: Import, *, dry_run: bool, by: Person | None) -> None:
    """Hands the import to the job queue; it writes where `by` may, whoever handed it in.

    Raises Conflict when it runs or waits already, NotAllowed without the right, TableError when its file is gone.
    """
    from dothi.connectors.jobs import run_import_job

    if import_run.file_forgotten_at:
        raise TableError("gone", file=import_run.file_name)
    fresh = dict.fromkeys(
        ("rows", "stored", "refused", "filtered", "empty", "values_read", "values_refused"), 0
    )
    fresh |= {"gaps": 0, "changed": 0}
    runs.queue(
        import_run, busy="import-runs-already", dry_run=dry_run, requested_by=by, reach=_reach(by),
        reasons={}, **fresh,
    )  # fmt: skip
    run_import_job.defer(import_id=import_run.pk)


def stop_import(import_run: Import, *, by: Person | None) -> None:
    """Stops a queued or running import at its next batch; what was written stays. Raises Conflict, NotAllowed."""
    if by is not None:
        _scope(by)
    runs.stop(import_run, idle="import-does-not-run")


def run_import(
    import_id: int,
    *,
    progress: Progress | None = None,
    dry_run: bool | None = None,
    attempts: int | None = None,
) -> Import:
    """Runs a registered import to its end in this process. Its rejects of an earlier run are replaced.

    `attempts`: how often the queue gave it before (see `runs.take`). Raises MappingError or TableError (kept in the row
    as well), Conflict when it runs elsewhere or a person stopped it.
    """
    started = clock.now()
    chosen = {} if dry_run is None else {"dry_run": dry_run}
    row, resumed = runs.take(
        Import, import_id, started, busy="import-runs-already", attempts=attempts, **chosen
    )
    row.rejects.all().delete()
    pack_files.refresh()  # an event loop cannot ask what values are possible by now
    try:
        asyncio.run(_run(row, started, progress or _quiet, written_before=row.changed if resumed else 0))
    except DothiError as error:
        fields = {name: str(value) for name, value in error.fields.items()}
        runs.end(row, Import.State.FAILED, started, error_code=error.code, error_fields=fields)
        raise
    except BaseException:
        runs.end(row, Import.State.FAILED, started, error_code="import-broke-off")
        raise
    runs.end(row, Import.State.DONE, started, fraction=1.0)
    row.refresh_from_db()
    return row


async def _run(row: Import, started: dt.datetime, progress: Progress, *, written_before: int) -> Tally:
    from dothi.connectors.files.run import Order, run
    from dothi.streams.herald import Herald

    mapping = mappings.parse(row.mapping_text, file=row.mapping_name)
    folder = Path(row.folder)
    order = Order(
        import_id=row.pk,
        started_at=started,
        mapping=mapping,
        path=folder / row.file_name,
        folders=(folder, Path(row.stations_folder)),
        origin=Origin(row.origin),
        dry_run=row.dry_run,
        scope=None if row.reach is None else Scope.of_lines(row.reach),
        agency_id=row.agency_id,
        written_before=written_before,
    )
    async with (
        await AsyncConnection.connect(database_url(), autocommit=True) as connection,
        Herald() as herald,
    ):
        return await run(connection, order, progress=progress, announce=herald.tell)


def database_url() -> str:
    """The database that Django speaks to (in tests: the test database)."""
    settings = django_connection.settings_dict
    from psycopg.conninfo import make_conninfo

    given = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return make_conninfo("", **{name: str(settings[key]) for name, key in given.items() if settings[key]})


def _quiet(_fraction: float, _tally: Tally, _changed: int) -> None:
    """No progress is shown."""
