"""Files of the record: examined as everything that is handed in (`kernel/attachments.py`), bounded by dated rules, kept by their hash,
read by whoever sees the task, forgotten after their time – the line keeps their names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from dothi.kernel import attachments, clock
from dothi.kernel.attachments import Sound
from dothi.kernel.errors import BadRequest, NotFound, TooLarge
from dothi.kernel.retention import forgets_keys
from dothi.tasks.dated import rules_on
from dothi.tasks.models import Task, TaskFile, TaskLine

STORE = attachments.Store("tasks")


class Limits(NamedTuple):
    """What may be handed in with one line."""

    most: int  # files
    most_mb: int  # each
    endings: tuple[str, ...]

    @property
    def accept(self) -> str:
        """For the browser's chooser; what counts is the content."""
        return ",".join(f".{one}" for one in self.endings)


def limits(day: dt.date | None = None) -> Limits:
    held = rules_on(day or clock.today())
    endings = tuple(held["file-kinds"].value.split())
    return Limits(int(held["files-per-line"].value), int(held["file-mb"].value), endings)


def examined(uploads: Sequence[UploadedFile[Any]]) -> list[Sound]:
    """Raises BadRequest (too many; neither picture nor document by its content), TooLarge."""
    held = limits()
    if len(uploads) > held.most:
        raise BadRequest("task-files-many", most=held.most)
    return [_examined(one, held) for one in uploads]


def _examined(upload: UploadedFile[Any], held: Limits) -> Sound:
    name = attachments.safe_name(upload.name or "")
    if (upload.size or 0) > held.most_mb * 1_000_000:
        raise TooLarge("task-file-large", name=name, most=held.most_mb)
    try:
        return attachments.examined(name, upload.read(), held.endings)
    except ValueError as error:
        raise BadRequest("task-file-kind", name=name, kinds=", ".join(held.endings)) from error


@contextmanager
def put_by(files: Sequence[Sound]) -> Iterator[None]:
    """The bytes lie there before their rows say so; what is refused inside leaves none behind."""
    for one in files:
        STORE.keep(one.body)
    try:
        yield
    except BaseException:
        _drop({one.sha256 for one in files})
        raise


def attach(line: TaskLine, files: Sequence[Sound]) -> None:
    """The rows of a line's files."""
    TaskFile.objects.bulk_create(
        TaskFile(
            line=line, number=number, name=one.name, media_type=one.media_type, sha256=one.sha256, size=len(one.body),
            recorded_at=line.recorded_at,
        )
        for number, one in enumerate(files, start=1)
    )  # fmt: skip


def get_file(task: Task, line: int, number: int) -> tuple[TaskFile, bytes]:
    """Raises NotFound: there is none, its time is over, or its bytes are no longer what was handed in."""
    found = TaskFile.objects.filter(line__task=task, line_id=line, number=number).first()
    body = STORE.read(found.sha256) if found else None
    if found is None or body is None:
        raise NotFound("task-file-gone", code=task.code)
    return found, body


@forgets_keys(
    "task-files",
    1825,
    "Đối chiếu kết quả nhiệm vụ; sau đó xóa tệp, dòng hồ sơ vẫn ghi tên tệp",
    rows=lambda before: TaskFile.objects.filter(recorded_at__lt=before).order_by("recorded_at", "pk"),
)
def forget_files(keys: list[int]) -> None:
    """Rows and, where no other row names them, bytes."""
    with transaction.atomic():
        rows = TaskFile.objects.filter(pk__in=keys)
        digests = set(rows.values_list("sha256", flat=True))
        rows.delete()
    _drop(digests)


def _drop(digests: set[str]) -> None:
    named = set(TaskFile.objects.filter(sha256__in=digests).values_list("sha256", flat=True))
    STORE.forget(digests - named)
