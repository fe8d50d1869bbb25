"""How long uploaded files are kept (dated rules of `kernel.retention`); every night what is past its time goes.

Only folders that the upload screen made are ever touched: an import by the command line reads the operator's own file.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
import shutil
from pathlib import Path

from django.db.models import QuerySet

from dothi.connectors.models import Import, SourceMessage, SourceRun
from dothi.kernel import attachments, clock
from dothi.kernel.retention import forgets

logger = logging.getLogger(__name__)
_OWN_FOLDER = re.compile(r"^[0-9a-f]{32}$")
ENDED = (
    Import.State.DONE,
    Import.State.FAILED,
    Import.State.STOPPED,
)  # never one that waits in the queue or runs


def _ended(before: dt.datetime, most: int) -> int:
    return _kept_of_ended(before)[:most].count()


@forgets("uploads-ended", 30, "Nhập lại và đối chiếu với tệp gốc sau khi nhập", past=_ended)
def forget_ended(before: dt.datetime, limit: int) -> int:
    """Files of imports that ended before `before`."""
    return _forget_each(_kept_of_ended(before), limit)


def _waiting(before: dt.datetime, most: int) -> int:
    return min(_kept_of_waiting(before)[:most].count() + len(_left_half_way(before)), most)


@forgets("uploads-waiting", 14, "Chờ người nhập xem thử và quyết định", past=_waiting)
def forget_waiting(before: dt.datetime, limit: int) -> int:
    """Files that were handed in and never imported, and folders of uploads that broke off half-way."""
    gone = _forget_each(_kept_of_waiting(before), limit)
    return gone + sum(_remove(folder) for folder in _left_half_way(before)[: limit - gone])


def _kept_of_ended(before: dt.datetime) -> QuerySet[Import]:
    return _kept().filter(state__in=ENDED, ended_at__lt=before)


def _kept_of_waiting(before: dt.datetime) -> QuerySet[Import]:
    return _kept().filter(state=Import.State.UPLOADED, created_at__lt=before)


def _kept() -> QuerySet[Import]:
    return Import.objects.filter(folder__startswith=str(attachments.root()), file_forgotten_at__isnull=True)


def _forget_each(rows: QuerySet[Import], limit: int) -> int:
    return sum(_forget(row) for row in rows.order_by("pk")[:limit])


def _forget(row: Import) -> bool:
    """Marked first: a run that begins now finds no file and says so; one that began before is not touched."""
    same = Import.objects.filter(pk=row.pk, state=row.state, file_forgotten_at__isnull=True)
    if not same.update(file_forgotten_at=clock.now()):
        return False
    folder = Path(row.folder)
    return _remove(folder) if _is_own(folder) else True


def _left_half_way(before: dt.datetime) -> list[Path]:
    known = set(_kept().values_list("folder", flat=True))
    folders = attachments.root().glob("*") if attachments.root().is_dir() else ()
    return [
        one
        for one in folders
        if _is_own(one) and str(one) not in known and one.stat().st_mtime < before.timestamp()
    ]


def _is_own(folder: Path) -> bool:
    return folder.parent == attachments.root() and bool(_OWN_FOLDER.match(folder.name))


def _remove(folder: Path) -> bool:
    if folder.is_dir():
        shutil.rmtree(folder)
        logger.info("uploaded files are past their time", extra={"folder": folder.name})
    return True


def _old_runs(before: dt.datetime) -> QuerySet[SourceRun]:
    """What a source's page no longer shows; the newest run of each is never forgotten."""
    newest = SourceRun.objects.order_by("source_id", "-begun_at").distinct("source_id").values("pk")
    return SourceRun.objects.filter(ended_at__lt=before).exclude(pk__in=newest)


def _count_runs(before: dt.datetime, most: int) -> int:
    return _old_runs(before)[:most].count()


@forgets("source-runs", 60, "Tra cứu các lượt lấy dữ liệu và dòng bị loại của nguồn", past=_count_runs)
def forget_runs(before: dt.datetime, limit: int) -> int:
    """Runs of connected sources with what they refused."""
    keys = list(_old_runs(before).order_by("pk").values_list("pk", flat=True)[:limit])
    SourceRun.objects.filter(pk__in=keys).delete()
    return len(keys)


def _old_messages(before: dt.datetime) -> QuerySet[SourceMessage]:
    return SourceMessage.objects.filter(sent_at__lt=before)


def _count_messages(before: dt.datetime, most: int) -> int:
    return _old_messages(before)[:most].count()


@forgets("source-messages", 365, "Đối soát thông điệp với nền tảng tích hợp (LGSP)", past=_count_messages)
def forget_messages(before: dt.datetime, limit: int) -> int:
    """The log of messages with platforms of others."""
    keys = list(_old_messages(before).order_by("sent_at").values_list("pk", flat=True)[:limit])
    return SourceMessage.objects.filter(pk__in=keys).delete()[0]
