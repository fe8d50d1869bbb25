"""What of the guide holds, how it is shown, and how officers change it: by a row from a day on; the past is not edited."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from dothi.accounts.models import Person
from dothi.around.guide.models import GuideEntry
from dothi.kernel import calendar, clock, locks
from dothi.kernel.audit.action import action_of
from dothi.kernel.dated import FIRST
from dothi.kernel.errors import BadRequest, NotAllowed, NotFound
from dothi.kernel.i18n import language
from dothi.kernel.said import plain

RIGHT = "around.manage"
LONGEST = 10_000
REVIEWED = dt.date(2026, 11, 23)  # when what comes with the product was read
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TEXTS = ("title_vi", "title_en", "text_vi", "text_en", "number", "source")

_action = action_of("around")


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or a list (`kind`: heading, text, list) of plain lines: the page escapes them and links addresses."""

    kind: str
    lines: list[str]


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry in the language of the page."""

    row: GuideEntry
    day: dt.date

    @property
    def title(self) -> str:
        return (self.row.title_en if language() == "en" else "") or self.row.title_vi

    @property
    def other_language(self) -> str:
        return "vi" if language() == "en" and not self.row.title_en else ""

    @property
    def blocks(self) -> list[Block]:
        return blocks_of((self.row.text_en if language() == "en" else "") or self.row.text_vi)

    @property
    def is_old(self) -> bool:
        """Nobody looked whether it is still so since its day of review passed."""
        return self.row.reviewed_at + dt.timedelta(days=self.row.review_days) < self.day

    @property
    def open_key(self) -> str:
        """Is anybody there now? `open`, `closed`, or `unknown` where nobody wrote the hours down."""
        if self.row.hours == GuideEntry.Hours.WORKING:
            open_now = calendar.in_force().during(self.row.hours, clock.now())
            return "around-guide-open" if open_now else "around-guide-closed"
        return (
            "around-guide-always"
            if self.row.hours == GuideEntry.Hours.ALWAYS
            else "around-guide-hours-unknown"
        )


def blocks_of(text: str) -> list[Block]:
    """Lines as they are typed: `## ` begins a heading, `- ` a list's line, an empty line parts paragraphs. Nothing else means anything."""
    found: list[Block] = []
    parted = True
    for line in (one.strip() for one in text.replace("\r\n", "\n").split("\n")):
        kind = "heading" if line.startswith("## ") else "list" if line.startswith("- ") else "text"
        said = line[3:] if kind == "heading" else line[2:] if kind == "list" else line
        if line and not parted and kind != "heading" and found[-1].kind == kind:
            found[-1].lines.append(said)
        elif line:
            found.append(Block(kind, [said]))
        parted = not line
    return found


def standing(day: dt.date | None = None) -> list[Shown]:
    """Everything that holds and is on, in its order."""
    today = day or clock.today()
    rows = [one for one in GuideEntry.current(today).values() if one.is_on]
    return [Shown(one, today) for one in sorted(rows, key=lambda one: (one.position, one.code))]


def get_page(code: str) -> Shown:
    """Raises NotFound."""
    found = next(
        (one for one in standing() if one.row.code == code and one.row.kind == GuideEntry.Kind.PAGE), None
    )
    if found is None:
        raise NotFound("guide-does-not-exist", code=code[:60])
    return found


def all_for(person: Person) -> list[tuple[Shown, bool]]:
    """The newest row of each entry, off ones too, and whether this person may change it."""
    newest = {one.code: one for one in GuideEntry.objects.select_related("agency").order_by("valid_from")}
    today = clock.today()
    rows = sorted(newest.values(), key=lambda one: (one.position, one.code))
    return [(Shown(one, today), may_write(person, one)) for one in rows]


def get_newest(code: str) -> GuideEntry:
    """Raises NotFound."""
    found = GuideEntry.objects.select_related("agency").filter(code=code[:60]).order_by("-valid_from").first()
    if found is None:
        raise NotFound("guide-does-not-exist", code=code[:60])
    return found


def may_write(person: Person, row: GuideEntry) -> bool:
    """The centre's own entries are for whoever may announce everywhere, an agency's for those whose right covers it."""
    scope = person.scope(RIGHT)
    if row.agency is None:
        return scope.everywhere
    return scope.covers(row.agency.unit_id, row.agency_id)


@_action
def write(code: str, told: dict[str, Any], *, valid_from: dt.date, by: Person) -> GuideEntry:
    """What the entry says from a day on. `told`: columns by name.

    Raises BadRequest (no code, title, number, source; a day that is past), NotAllowed (not theirs).
    """
    if not _CODE.fullmatch(code) or len(code) > 60:
        raise BadRequest("guide-code")
    if valid_from < clock.today():
        raise BadRequest("guide-day")
    columns = {**told, **{name: plain(str(told.get(name, "")))[:LONGEST] for name in _TEXTS}}
    locks.hold(f"guide {code}")  # of the same form twice at once the second finds the first
    _refuse_empty(columns)
    before = GuideEntry.objects.select_related("agency").filter(code=code).order_by("-valid_from").first()
    row = GuideEntry(code=code, valid_from=valid_from, certainty="D", reviewed_at=clock.today(), **columns)
    if not may_write(by, row) or (before is not None and not may_write(by, before)):
        raise NotAllowed(permission=RIGHT)
    same = GuideEntry.objects.filter(code=code, valid_from=valid_from).values_list("pk", flat=True).first()
    if same is not None:
        row.pk, row._state.adding = same, False
    row.save()
    return row


def _refuse_empty(columns: dict[str, Any]) -> None:
    is_line = columns["kind"] == GuideEntry.Kind.LINE
    if not columns["title_vi"] or not columns["source"] or (is_line and not columns["number"]):
        raise BadRequest("guide-missing")
    if not is_line:
        columns["number"] = ""
    if not re.fullmatch(r"[0-9+ ().-]*", columns["number"]):
        raise BadRequest("guide-number")


@_action
def confirm(row: GuideEntry, *, by: Person) -> GuideEntry:
    """Somebody looked: it is still so. Raises NotAllowed."""
    if not may_write(by, row):
        raise NotAllowed(permission=RIGHT)
    row.reviewed_at = clock.today()
    row.save(update_fields=["reviewed_at"])
    return row


def ensure_guide() -> None:
    """Adds what comes with the product where its code has no row yet; what a city wrote stays (idempotent)."""
    text = files("dothi.around.guide").joinpath("seeds.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)["entry"]
    GuideEntry.ensure(
        {
            "valid_from": FIRST,
            "reviewed_at": REVIEWED,
            **{k: v.strip() if isinstance(v, str) else v for k, v in one.items()},
        }
        for one in rows
    )
