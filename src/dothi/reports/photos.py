"""Pictures of reports: written anew without position and device (`kernel/attachments.py`), kept by their hash, shown to the public
only once an officer released them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max, Q

from dothi.kernel import attachments
from dothi.kernel.attachments import Sound
from dothi.kernel.errors import BadRequest, NotFound, TooLarge
from dothi.kernel.retention import forgets_keys
from dothi.reports import rules
from dothi.reports.email.models import Mail
from dothi.reports.models import Photo, Report

STORE = attachments.Store("reports")


def examined(uploads: Sequence[UploadedFile[Any]]) -> list[Sound]:
    """Each judged by its content, whatever it is called. Raises BadRequest (too many; none; a picture bomb), TooLarge."""
    if len(uploads) > (most := rules.value("photos")):
        raise BadRequest("report-photos-many", most=most)
    return [_examined(one) for one in uploads]


def _examined(upload: UploadedFile[Any]) -> Sound:
    name = attachments.safe_name(upload.name or "")
    if (upload.size or 0) > (most := rules.value("photo-mb")) * 1_000_000:
        raise TooLarge("report-photo-large", name=name, most=most)
    try:
        return Sound(name, attachments.JPEG, attachments.rewritten(upload.read()))
    except attachments.TooManyPixels as error:
        most_mp = attachments.MOST_PIXELS // 1_000_000
        raise BadRequest("report-photo-pixels", name=name, most=most_mp) from error
    except ValueError as error:
        raise BadRequest("report-photo-kind", name=name) from error


@contextmanager
def put_by(photos: Sequence[Sound]) -> Iterator[None]:
    """The bytes lie there before their rows say so; what is refused inside leaves none behind."""
    for one in photos:
        STORE.keep(one.body)
    try:
        yield
    except BaseException:
        drop({one.sha256 for one in photos})
        raise


def attach(report: Report, photos: Sequence[Sound], at: dt.datetime, kind: str = Photo.Kind.SEEN) -> None:
    """The rows, numbered on from those that stand there; of two at once (a letter, an inspector) the second waits for the first."""
    if not photos:
        return
    with transaction.atomic():
        Report.objects.select_for_update(no_key=True).get(pk=report.pk)
        last = report.photos.aggregate(last=Max("number"))["last"] or 0
        Photo.objects.bulk_create(
            Photo(
                report=report,
                number=number,
                kind=kind,
                sha256=one.sha256,
                size=len(one.body),
                recorded_at=at,
            )
            for number, one in enumerate(photos, start=last + 1)
        )


def body_of(photo: Photo, *, public: bool = False) -> bytes:
    """`public`: the copy in which an officer hid parts, where there is one. Raises NotFound: its time is over, or its bytes are no
    longer what was handed in."""
    body = STORE.read((photo.public_sha256 or photo.sha256) if public else photo.sha256)
    if body is None:
        raise NotFound("report-photo-gone", code=photo.report.code)
    return body


@forgets_keys(
    "report-photos",
    1825,
    "Đối chiếu kết quả xử lý phản ánh; sau đó xóa ảnh, nội dung và kết quả vẫn giữ",
    rows=lambda before: Photo.objects.filter(recorded_at__lt=before).order_by("recorded_at", "pk"),
)
def forget_photos(keys: list[int]) -> None:
    """Rows and, where no other row names them, bytes."""
    with transaction.atomic():
        rows = Photo.objects.filter(pk__in=keys)
        digests = {one for pair in rows.values_list("sha256", "public_sha256") for one in pair if one}
        rows.delete()
    drop(digests)


def drop(digests: set[str]) -> None:
    """Bytes that no row names any more, neither a report's nor that of a letter that waits."""
    rows = Photo.objects.filter(Q(sha256__in=digests) | Q(public_sha256__in=digests))
    named = {one for pair in rows.values_list("sha256", "public_sha256") for one in pair}
    waiting = Mail.objects.exclude(pictures=[]).values_list("pictures", flat=True)  # few wait at any time
    STORE.forget(digests - named - {one for pictures in waiting for one, _size in pictures})


def keep(body: bytes) -> str:
    """Puts bytes of our own making by; their hash."""
    return STORE.keep(body).name
