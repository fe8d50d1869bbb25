"""A register as people have it: CSV or XLSX, a line for each camera, errors by line. Nothing is written while one line is wrong."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from dothi.accounts import queries as accounts
from dothi.accounts.models import Person
from dothi.cameras import actions
from dothi.cameras.actions import Described
from dothi.cameras.models import Camera, Recorder
from dothi.cameras.secrets import Login
from dothi.kernel.errors import BadRequest, DothiError, TooLarge
from dothi.kernel.i18n import LANGUAGES, message_of, t
from dothi.kernel.sheets import cell_text, csv_line, rows_of_xlsx
from dothi.territory.names import folded

LARGEST = 5_000_000
MOST = 2_000  # a line takes 13 ms of processor: within the patience of one request
NEEDED = ("code", "name", "agency", "address", "lon", "lat")
COLUMNS = (
    *NEEDED, "user", "password", "recorder", "direction", "field-of-view", "groups", "purposes", "notice",
)  # fmt: skip
_XLSX = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Wrong:
    """One line that cannot be taken, and why, in the reader's language."""

    line: int
    code: str
    why: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: how many were taken in and described anew, or what is wrong with it."""

    new: int
    changed: int
    wrong: list[Wrong]


class _Undo(Exception):
    """Takes back what was written before a wrong line was found."""


def model() -> str:
    """A file to begin with: the headings."""
    return "\ufeff" + csv_line(t(f"cameras-column-{name}") for name in COLUMNS)


def take_in(data: bytes, *, by: Person) -> Outcome:
    """All lines or none; a code that is known is described anew. Raises TooLarge, BadRequest (no sheet, no such columns, empty)."""
    lines = list(_lines(data))
    if not lines:
        raise BadRequest("cameras-file-empty")
    if len(lines) > MOST:
        raise TooLarge("cameras-file-too-long", most=MOST)
    wrong, counts, taker = [], {"new": 0, "changed": 0}, Taker(by)
    try:
        with transaction.atomic():
            for number, told in lines:
                try:
                    with transaction.atomic():
                        counts[taker.take(told)] += 1
                except DothiError as error:
                    wrong.append(Wrong(number, told["code"], message_of(error)))
            if wrong:
                raise _Undo
    except _Undo:
        return Outcome(0, 0, wrong)
    return Outcome(counts["new"], counts["changed"], [])


class Taker:
    """Takes lines in for one person; agencies and recorders are read once for all of them."""

    def __init__(self, by: Person) -> None:
        self._by = by
        self._agencies = {one.code: one for one in accounts.current_agencies(by.scope("cameras.manage"))}
        rows = Recorder.objects.filter(agency__in=self._agencies.values())
        self._recorders = {(one.agency_id, one.code): one for one in rows}
        self._met: set[str] = set()

    def take(self, told: dict[str, str]) -> str:
        """`new` or `changed`. Raises BadRequest, NotAllowed."""
        if told["code"] in self._met:
            raise BadRequest("cameras-line-twice", code=told["code"][:60])
        self._met.add(told["code"])
        described = self._described(told)
        login = Login(told["user"], told["password"]) if told["user"] else None
        camera = Camera.objects.filter(code=told["code"]).first()
        if camera is None:
            actions.take_in(told["code"], told["address"], described, login=login, by=self._by)
            return "new"
        actions.change(camera, told["address"], described, login=login, by=self._by)
        return "changed"

    def _described(self, told: dict[str, str]) -> Described:
        agency = self._agencies.get(told["agency"])
        if agency is None:
            raise BadRequest("cameras-line-agency", agency=told["agency"][:60])
        recorder = self._recorders.get((agency.pk, told["recorder"]))
        if told["recorder"] and recorder is None:
            raise BadRequest("cameras-line-recorder", recorder=told["recorder"][:60])
        return Described(
            told["name"], agency, _number(told, "lon"), _number(told, "lat"), None, recorder,
            _angle(told, "direction"), _angle(told, "field-of-view"), _words(told["groups"]), _words(told["purposes"]),
            told["notice"],
        )  # fmt: skip


def _number(told: dict[str, str], name: str) -> float:
    try:
        number = float(told[name].replace(",", "."))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise BadRequest("cameras-line-number", value=told[name][:40])
    return number


def _angle(told: dict[str, str], name: str) -> int | None:
    return round(_number(told, name)) if told[name] else None


def _words(text: str) -> list[str]:
    return text.replace(";", " ").replace(",", " ").split()


def _lines(data: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    if len(data) > LARGEST:
        raise TooLarge("sheet-too-large", most=LARGEST // 1_000_000)
    rows = enumerate(rows_of_xlsx(data, LARGEST), 1) if data.startswith(_XLSX) else _csv(data)
    heads = [cell_text(one) for one in next(rows, (0, []))[1]]
    places = _places(heads)
    for number, row in rows:
        cells = [cell_text(one) for one in row]
        if any(cells):
            yield number, {
                name: cells[places[name]] if places.get(name, len(cells)) < len(cells) else "" for name in COLUMNS
            }  # fmt: skip


def _csv(data: bytes) -> Iterator[tuple[int, list[Any]]]:
    try:
        text = data.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError as error:
        raise BadRequest("cameras-file-unreadable") from error
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    try:
        for row in reader:
            yield reader.line_num, list(row)
    except csv.Error as error:
        raise BadRequest("cameras-file-unreadable") from error


def _places(heads: Sequence[str]) -> dict[str, int]:
    """Column → place, by its plain name or the words of either language."""
    wanted = {folded(head): place for place, head in reversed(list(enumerate(heads))) if head}
    places: dict[str, int] = {}
    for name in COLUMNS:
        for text in (name, *(t(f"cameras-column-{name}", lang) for lang in LANGUAGES)):
            if folded(text) in wanted:
                places.setdefault(name, wanted[folded(text)])
    if missing := [name for name in NEEDED if name not in places]:
        raise BadRequest(
            "cameras-file-columns", columns=", ".join(t(f"cameras-column-{name}") for name in missing)
        )
    return places
