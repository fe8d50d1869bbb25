"""An import page's plan, carried out by a job: queued once, all or nothing, with its progress in its row.

The work is one transaction, so its progress goes through a connection of its own: seen at once, and the beat that finds
the row stopped or taken over undoes everything.
"""

from __future__ import annotations

import datetime as dt
import time
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from dothi.kernel import clock, runs
from dothi.kernel.errors import Conflict, DothiError
from dothi.kernel.sql import statement
from dothi.territory import uploads
from dothi.territory.actions import import_files
from dothi.territory.models import TerritoryImport

if TYPE_CHECKING:
    from dothi.accounts.models import Person

# Which part of the whole a step is, as measured with the country's areas; only for the bar.
PARTS = {
    "read": (0.0, 0.25),
    "plan": (0.25, 0.5),
    "units": (0.5, 0.6),
    "changes": (0.6, 0.7),
    "areas": (0.7, 1.0),
}
BEAT_S = 1.0


def order(token: str, options: dict[str, Any], reason: str, *, by: Person | None) -> TerritoryImport:
    """Queues what the page showed; the same page sent twice is one order. `options` must be plain JSON.

    Raises NotFound `territory-upload-expired`.
    """
    files = [path.name for path in uploads.kept(token)]
    asked = {
        "files": files,
        "options": options,
        "reason": reason,
        "requested_by": by,
        "created_at": clock.now(),
    }
    with transaction.atomic():
        row, new = TerritoryImport.objects.get_or_create(token=token, defaults=asked)
        if new:
            queue(row)
    return row


def queue(row: TerritoryImport) -> None:
    """Gives it to the job queue, also again after a failure. Raises Conflict when it waits or runs, NotFound without files."""
    from dothi.territory.jobs import run_import_job

    uploads.kept(row.token)
    with transaction.atomic():
        runs.queue(row, busy="territory-import-runs-already")
        run_import_job.defer(import_id=row.pk)


def stop(row: TerritoryImport) -> None:
    """Nothing of it stays. Raises Conflict when it neither waits nor runs."""
    runs.stop(row, idle="territory-import-does-not-run")


def run(import_id: int, *, attempts: int | None = None) -> TerritoryImport:
    """Carries it out in this process. Raises what `import_files` raises (kept in the row too), Conflict when stopped."""
    started = clock.now()
    row, _ = runs.take(
        TerritoryImport, import_id, started, busy="territory-import-runs-already", attempts=attempts, step=""
    )
    beats = Beats(row.pk, started)
    try:
        plan = import_files(
            uploads.kept(row.token), by=row.requested_by, reason=row.reason, progress=beats,
            **options_of(row.options),
        )  # fmt: skip
    except DothiError as error:
        fields = {name: str(value) for name, value in error.fields.items()}
        runs.end(row, runs.RunState.FAILED, started, error_code=error.code, error_fields=fields)
        raise
    except BaseException:
        runs.end(row, runs.RunState.FAILED, started, error_code="territory-import-broke-off")
        raise
    finally:
        beats.close()
    told = {"figures": plan.figures(), "notes": [[note.key, _plain(note.fields)] for note in plan.notes]}
    runs.end(row, runs.RunState.DONE, started, fraction=1.0, step="", **told)
    uploads.forget(row.token)
    row.refresh_from_db()
    return row


def options_of(plain: dict[str, Any]) -> dict[str, Any]:
    """Arguments of `import_files` from their plain form."""
    on = plain.get("on")
    return {
        "on": dt.date.fromisoformat(on) if on else None,
        "province": plain.get("province") or None,
        "decree": plain.get("decree") or "",
        "tolerance": plain["tolerance"],
        "mend": bool(plain.get("mend")),
    }


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, int | float) else str(value) for name, value in fields.items()}


class Beats:
    """Tells the row how far the work is, at most once a second and at every new step."""

    def __init__(self, import_id: int, started: dt.datetime) -> None:
        self._id, self._started = import_id, started
        self._own: Any = None
        self._step, self._next = "", 0.0

    def __call__(self, step: str, done: int, of: int) -> None:
        if step == self._step and time.monotonic() < self._next:
            return
        self._step, self._next = step, time.monotonic() + BEAT_S
        begin, finish = PARTS[step]
        fraction = begin + (finish - begin) * (done / of if of else 0.0)
        if not self._noted(step, fraction):
            raise Conflict("territory-import-stopped", id=self._id)

    def _noted(self, step: str, fraction: float) -> bool:
        values = {
            "now": clock.now(), "fraction": fraction, "step": step, "id": self._id, "started_at": self._started
        }  # fmt: skip
        self._own = self._own or connection.copy()
        with self._own.cursor() as cursor:
            cursor.execute(statement("dothi.territory", "sql/imports.sql", "beat"), values)
            return bool(cursor.rowcount)

    def close(self) -> None:
        if self._own is not None:
            self._own.close()


def files_in_use() -> set[str]:
    """Tokens whose files a job still needs."""
    S = runs.RunState  # noqa: N806
    return set(
        TerritoryImport.objects.filter(state__in=[S.QUEUED, S.RUNNING]).values_list("token", flat=True)
    )
