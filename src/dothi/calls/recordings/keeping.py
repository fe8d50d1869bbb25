"""How long recordings are kept, by class: every night the file goes, and its reference with it. What somebody holds stays."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from django.db import connection, transaction

from dothi.calls.models import Call, RecordingHold
from dothi.calls.recordings import store
from dothi.kernel import locks
from dothi.kernel.retention import Forget, Past, forgets
from dothi.kernel.sql import statement

logger = logging.getLogger(__name__)


def _due(name: str, before: dt.datetime, most: int) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        row: dict[str, Any] = {"before": before, "limit": most}
        cursor.execute(statement("dothi.calls", "sql/recordings.sql", f"past_{name}"), row)
        return [(pk, reference) for pk, reference in cursor.fetchall()]


def _forget(name: str) -> Forget:
    def forget(before: dt.datetime, limit: int) -> int:
        """The file first: a reference without a file says less than a file that nobody finds."""
        return sum(_gone(pk, reference) for pk, reference in _due(name, before, limit))

    return forget


@transaction.atomic
def _gone(pk: int, reference: str) -> bool:
    """Asked again under the lock of who holds: a hold placed a moment ago saves the file."""
    locks.hold(f"recording of {pk}")
    if RecordingHold.objects.filter(call_id=pk, ended_at=None).exists() or not _deleted(pk, reference):
        return False
    return bool(Call.objects.filter(pk=pk).update(recording=""))


def _deleted(call_id: int, reference: str) -> bool:
    try:
        return store.delete(reference)
    except OSError as error:
        logger.exception("recording not deleted", extra={"call": call_id, "error": error.strerror})
        return False


def _past(name: str) -> Past:
    return lambda before, most: len(_due(name, before, most))


for _name, _days, _purpose in (
    ("ordinary", 90, "Đối chiếu, kiểm tra chất lượng; sau đó xóa tệp ghi âm và mã ghi âm của cuộc gọi không gắn vụ việc"),
    ("case", 730, "Phục vụ vụ việc, khiếu nại; sau đó xóa tệp ghi âm và mã ghi âm của cuộc gọi gắn vụ việc"),
    ("evidence", 1825, "Chứng cứ đã thôi giữ; sau đó xóa tệp ghi âm và mã ghi âm"),
):  # fmt: skip
    forgets(f"recordings-{_name}", _days, _purpose, past=_past(_name))(_forget(_name))
