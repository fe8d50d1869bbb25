"""What forms say that were put by in a storm (storm.py), until they are reports or their writer has their words again."""

from __future__ import annotations

import io
from typing import Any
from uuid import uuid4

from django.core.files.uploadhandler import FileUploadHandler
from django.http.multipartparser import MultiPartParser, MultiPartParserError

from dothi.kernel.errors import DothiError
from dothi.kernel.retention import forgets_keys
from dothi.reports.identity import vault
from dothi.reports.intake import held
from dothi.reports.intake.models import WaitingForm

FIELDS = ("place", "category", "text", "phone", "lon", "lat", "accuracy")


class _Dropped(FileUploadHandler):
    """Pictures are not read here."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        return None

    def file_complete(self, file_size: int) -> None:
        return None


def body_of(row: WaitingForm) -> io.BytesIO | io.BufferedReader:
    """As it was sent. Raises OSError: its file is gone."""
    return held.path_of(row.digest).open("rb") if row.on_disk else io.BytesIO(bytes(row.body))


def words_alone(row: WaitingForm) -> dict[str, Any]:
    """Columns of a form that was refused: what was typed, no picture, and of its sender's machine nothing."""
    headers = dict(row.head.get("headers", ()))
    if not row.on_disk:
        return {"head": {"headers": [["content-type", headers.get("content-type", "")]]}}
    mark = uuid4().hex
    parts = (
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in said(row).items()
    )
    body = f"{''.join(parts)}--{mark}--\r\n".encode()
    return {
        "head": {"headers": [["content-type", f"multipart/form-data; boundary={mark}"]]},
        "body": body,
        "on_disk": False,
    }


def said(row: WaitingForm) -> dict[str, str]:
    """The fields that were typed; empty where it is no form."""
    headers = dict(row.head.get("headers", ()))
    try:
        with body_of(row) as body:
            told: dict[str, Any] = {
                "CONTENT_TYPE": headers.get("content-type", ""),
                "CONTENT_LENGTH": str(body.seek(0, io.SEEK_END)),
            }
            body.seek(0)
            fields, _files = MultiPartParser(told, body, [_Dropped()], "utf-8").parse()
    except (MultiPartParserError, OSError):
        return {}
    return {name: str(fields.get(name, ""))[:4000] for name in FIELDS}


def of(way: str, address: str) -> list[WaitingForm]:
    """Forms that name this number as their sender's. Few wait at any time: each is read."""
    return [row for row in WaitingForm.objects.order_by("pk").iterator() if (way, address) in _ways(row)]


def _ways(row: WaitingForm) -> list[tuple[str, str]]:
    try:
        return vault.contact_of(phone=said(row).get("phone", "")[:40]).ways
    except DothiError:
        return []


def forget(way: str, address: str) -> int:
    """How many. One that a worker has in hand at this moment becomes a report all the same."""
    rows = of(way, address)
    WaitingForm.objects.filter(pk__in=[one.pk for one in rows]).delete()
    held.forget(one.digest for one in rows if one.on_disk)
    return len(rows)


@forgets_keys(
    "report-forms",
    7,
    "Trả lại lời đã viết cho người gửi khi phản ánh gửi lúc quá tải không được nhận; sau bảy ngày xóa",
    rows=lambda before: (
        WaitingForm.objects.exclude(refused=0).filter(recorded_at__lt=before).order_by("recorded_at")
    ),
)
def forget_refused(keys: list[int]) -> None:
    """Forms that were refused; one that waits is never forgotten."""
    WaitingForm.objects.filter(pk__in=keys).delete()
