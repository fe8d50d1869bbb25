"""The sheet: its columns, writing the chart as it stands, reading one back without trusting it.

One line per person. `roles` lists role@area/agency separated by semicolons: `ward-officer@26506`, `agency-officer/so-nnmt`,
`leader` (everywhere); an empty cell leaves roles alone. `state` is empty or `end`.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from dothi.accounts.models import Person, RoleGrant
from dothi.kernel import sheets
from dothi.kernel.errors import BadRequest, TooLarge
from dothi.kernel.i18n import LANGUAGES, t
from dothi.territory.names import folded

COLUMNS = ("username", "full_name", "agency", "title", "email", "phone", "roles", "last_day", "state")
LARGEST_FILE, MOST_LINES = 2_000_000, 5_000
END_WORDS = {"end", "ended", "expire", "ket thuc", "nghi", "het han"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line as typed; `number` is its line in the file. `last_day` is ISO, empty, or the text that is no date."""

    number: int
    username: str = ""
    full_name: str = ""
    agency: str = ""
    title: str = ""
    email: str = ""
    phone: str = ""
    roles: str = ""
    last_day: str = ""
    state: str = ""

    @property
    def ends(self) -> bool:
        return folded(self.state) in END_WORDS

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def workbook(
    people: Iterable[Person], roles: Iterable[tuple[str, str]], agencies: Iterable[tuple[str, str]]
) -> bytes:
    """The chart as XLSX: a sheet of people (with `current_grants`), and one each of role and agency codes to copy from."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    _table(
        sheet,
        t("accounts-chart-sheet-people"),
        [t(f"accounts-chart-{name.replace('_', '-')}") for name in COLUMNS],
        map(_row, people),
    )
    for key, rows in (("accounts-chart-sheet-roles", roles), ("accounts-chart-sheet-agencies", agencies)):
        _table(book.create_sheet(), t(key), [t("accounts-code-of"), t("accounts-name")], rows)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _table(sheet: Any, title: str, heads: list[str], rows: Iterable[Iterable[str]]) -> None:
    sheet.title = title[:31]
    sheet.append(heads)
    for row in rows:
        sheet.append([sheets.safe(text) for text in row])
    for cell in sheet[1]:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True)
    for place, head in enumerate(heads, 1):
        sheet.column_dimensions[get_column_letter(place)].width = max(14, min(40, len(head) + 6))
    sheet.freeze_panes = "A2"


def _row(person: Person) -> list[str]:
    grants: list[RoleGrant] = getattr(person, "current_grants", [])
    last = person.ends_on.isoformat() if person.ends_on else ""
    agency = person.agency.code if person.agency else ""
    return [
        person.username,
        person.full_name,
        agency,
        person.title,
        person.email,
        person.phone,
        "; ".join(map(role_text, grants)),
        last,
        "",
    ]


def role_text(grant: RoleGrant) -> str:
    """A grant as it stands in the sheet: role@area/agency."""
    area = grant.unit.code if grant.unit else grant.group.code if grant.group else ""
    return grant.role.code + (f"@{area}" if area else "") + (f"/{grant.agency.code}" if grant.agency else "")


def read(data: bytes) -> list[Line]:
    """The lines of an uploaded chart. Raises TooLarge, BadRequest (no XLSX, macros, formulas, no such columns)."""
    rows = sheets.rows_of_xlsx(data, LARGEST_FILE)
    if not rows:
        raise BadRequest("accounts-chart-columns", columns=", ".join(COLUMNS[:3]))
    places = _places([str(cell) for cell in rows[0]])
    lines = [_line(number, row, places) for number, row in enumerate(rows[1:], 2)]
    lines = [line for line in lines if any(getattr(line, name) for name in COLUMNS)]
    if len(lines) > MOST_LINES:
        raise TooLarge("accounts-chart-too-long", most=MOST_LINES)
    return lines


def _places(heads: list[str]) -> dict[str, int]:
    """Column → its place, by the heads of either language or the plain names; the first three are needed."""
    wanted = {folded(head): place for place, head in reversed(list(enumerate(heads)))}
    places = {}
    for name in COLUMNS:
        for text in (name, *(t(f"accounts-chart-{name.replace('_', '-')}", lang) for lang in LANGUAGES)):
            if folded(text) in wanted:
                places[name] = wanted[folded(text)]
    missing = [name for name in COLUMNS[:3] if name not in places]
    if missing:
        raise BadRequest(
            "accounts-chart-columns",
            columns=", ".join(t(f"accounts-chart-{name.replace('_', '-')}") for name in missing),
        )
    return places


def _line(number: int, row: list[Any], places: dict[str, int]) -> Line:
    return Line(
        number, **{name: sheets.cell_text(row[place]) for name, place in places.items() if place < len(row)}
    )


def day_of(text: str) -> dt.date | None:
    """`31/12/2026` (day first) or `2026-12-31`; None for an empty text. ValueError for anything else."""
    if not text:
        return None
    found = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text)
    return dt.date(int(found[3]), int(found[2]), int(found[1])) if found else dt.date.fromisoformat(text)
