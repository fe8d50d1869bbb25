"""Works out of a spreadsheet as power and water companies write them. Every row is a draft that an officer publishes, or says why not."""

from __future__ import annotations

import csv
import datetime as dt
import io
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from dothi.accounts.models import Person
from dothi.around.works import actions
from dothi.around.works.forms import aware
from dothi.around.works.models import Work
from dothi.around.works.said import Said
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, DothiError, TooLarge
from dothi.kernel.i18n import message_of, t
from dothi.kernel.sheets import cell_text, csv_line, rows_of_xlsx
from dothi.territory.models import Level, Unit
from dothi.territory.names import folded
from dothi.territory.queries import find_unit, search

LARGEST, MOST_ROWS = 5_000_000, 2000
_XLSX = b"PK\x03\x04"
_NAMES = uuid.UUID("6a0c2a4e-7f3b-4a4e-9f0c-0d6f1a2b7c55")
# column → headings that people write, folded
HEADINGS = {
    "kind": {"loai", "kind"},
    "title_vi": {"noi dung", "ten", "cong viec", "title", "title vi"},
    "title_en": {"title en", "noi dung tieng anh"},
    "text_vi": {"chi tiet", "ghi chu", "text"},
    "unit": {"phuong xa", "xa phuong", "ma xa", "phuong", "xa", "unit"},
    "place": {"dia diem", "khu vuc", "noi", "place"},
    "starts_at": {"tu", "bat dau", "from", "start"},
    "ends_at": {"den", "ket thuc", "to", "end"},
    "source": {"nguon", "can cu", "thong bao", "source"},
    "contact": {"lien he", "dien thoai", "contact"},
}
SAMPLE = ("loại", "nội dung", "phường xã", "địa điểm", "từ", "đến", "nguồn", "liên hệ", "chi tiết")
_NEEDED = ("kind", "title_vi", "unit", "place", "starts_at", "ends_at", "source")
_KINDS = {
    "dien": "power", "cat dien": "power", "mat dien": "power", "nuoc": "water", "cat nuoc": "water", "cup nuoc": "water", "duong": "road",
    "cam duong": "road", "giao thong": "road", "sua duong": "road", "cay": "trees", "cat cay": "trees", "cat tia cay": "trees", "su kien": "event", "le hoi": "event", "khac": "other",
}  # fmt: skip
_WHEN = (
    "%d/%m/%Y %H:%M",
    "%H:%M %d/%m/%Y",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M",
    "%d-%m-%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%Y-%m-%d %H:%M:%S",
)


@dataclass(slots=True)
class Outcome:
    """What became of a file: how many drafts are new, how many stood already, and (row, why) of each that was refused."""

    made: int = 0
    stood: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def sample() -> str:
    """A file to begin with."""
    return csv_line(SAMPLE)


def take(data: bytes, *, by: Person) -> Outcome:
    """Drafts of every sound row; a file twice makes nothing twice. Raises TooLarge, BadRequest (unreadable, without our headings)."""
    rows = _rows(data)
    columns = _columns(next(rows, []))
    outcome = Outcome()
    for number, cells in enumerate(rows, 2):
        if not any(str(cell).strip() for cell in cells):
            continue
        told = {name: cells[at] if at < len(cells) else "" for name, at in columns.items()}
        try:
            _take_one(told, outcome, by)
        except DothiError as error:
            outcome.refused.append((number, message_of(error)))
    return outcome


def _take_one(told: dict[str, Any], outcome: Outcome, by: Person) -> None:
    said = _said(told)
    key = uuid.uuid5(_NAMES, "\n".join([str(by.agency_id), *(str(told[name]) for name in sorted(told))]))
    stands = Work.objects.filter(key=key).exists()
    actions.draft(said, key=key, by=by)
    if stands:
        outcome.stood += 1
    else:
        outcome.made += 1


def _said(told: dict[str, Any]) -> Said:
    text: dict[str, Any] = {
        name: cell_text(told.get(name, ""), 4000)
        for name in ("title_vi", "title_en", "text_vi", "place", "source", "contact")
    }
    kind = folded(cell_text(told["kind"]))
    return Said(
        kind=_KINDS.get(kind, kind), unit=_unit(cell_text(told["unit"])), starts_at=_when(told["starts_at"]),
        ends_at=_when(told["ends_at"]), **text,
    )  # fmt: skip


def _unit(text: str) -> Unit | None:
    """By its code, or by a name that means one commune alone."""
    today = clock.today()
    if text.isdecimal():
        return find_unit(text.zfill(5), today, Level.COMMUNE)
    found = [one for one in search(text, today) if one.unit.level == Level.COMMUNE]
    exact = [one for one in found if folded(text) in (folded(one.unit.name), folded(one.unit.full_name))]
    sure = exact or found
    return sure[0].unit if len(sure) == 1 else None


def _when(cell: Any) -> dt.datetime | None:
    if isinstance(cell, dt.datetime):
        return aware(cell)
    text = " ".join(str(cell).split())
    for form in _WHEN:
        try:
            return aware(dt.datetime.strptime(text, form))  # noqa: DTZ007 - `aware` says whose it is
        except ValueError:
            continue
    return None


def _rows(data: bytes) -> Iterator[list[Any]]:
    if len(data) > LARGEST:
        raise TooLarge("sheet-too-large", most=LARGEST // 1_000_000)
    rows = rows_of_xlsx(data, LARGEST) if data.startswith(_XLSX) else list(_csv(data))
    if len(rows) > MOST_ROWS:
        raise TooLarge("work-sheet-too-long", most=MOST_ROWS)
    return iter(rows)


def _csv(data: bytes) -> Iterable[list[Any]]:
    try:
        text = data.decode("utf-8-sig").replace("\0", "")
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=max(";\t,", key=text[:4000].count)))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadRequest("sheet-unreadable") from error


def _columns(head: list[Any]) -> dict[str, int]:
    found = {
        name: at
        for at, cell in enumerate(head)
        for name, words in HEADINGS.items()
        if folded(str(cell)) in words
    }
    missing = [t(f"around-sheet-{name.replace('_', '-')}") for name in _NEEDED if name not in found]
    if missing:
        raise BadRequest("work-sheet-headings", missing=", ".join(missing))
    return found
