"""The figures of a board as a file: CSV, XLSX or Parquet, each figure with its unit and with what it rests on.

One row for each indicator, period and – where asked – area. What speaks of the whole file (board, scope, when asked) stands above the table
of a CSV, on a sheet of its own of an XLSX, in the schema of a Parquet; there every column of figures carries its unit as a field too.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from dothi.accounts.models import Person
from dothi.boards import noting, showing
from dothi.entities import meaning
from dothi.indicators.defining import targets
from dothi.indicators.merging import Merged
from dothi.indicators.models import Indicator
from dothi.kernel import clock
from dothi.kernel.errors import NotFound
from dothi.kernel.i18n import language, named, t
from dothi.kernel.permissions import Scope
from dothi.kernel.sheets import MEDIA_TYPE, csv_line, safe
from dothi.territory.models import Unit

COLUMNS = (
    "indicator", "name", "period_begin", "period_end", "area_code", "area", "value", "unit_code", "unit", "target", "numerator",
    "denominator", "values", "sources_told", "sources_expected", "origins", "newest_at", "recorded_at", "definition_version", "source",
    "certainty", "owner", "notes",
)  # fmt: skip
NUMBERS = ("value", "target", "numerator", "denominator")
COUNTS = ("values", "sources_told", "sources_expected", "definition_version")
MOMENTS = ("period_begin", "period_end", "newest_at", "recorded_at")
ENDINGS = ("csv", "xlsx", "parquet")
Row = dict[str, Any]


def rows(codes: Sequence[str], person: Person, now: dt.datetime | None = None) -> list[Row]:
    """The course of these indicators within the person's scope, the oldest period first."""
    now, scope = now or clock.now(), person.scope("indicators.view")
    told, aims = showing.figures(codes, scope, now), targets.targets(codes)
    found = []
    for figure in told.values():
        notes = _notes_of(figure.indicator.code, scope)
        owner = named(figure.owner) if figure.owner else figure.indicator.owner
        for begin, merged in sorted(figure.course.items()):
            found.append(_row(figure.indicator, merged, None, owner, notes.get(begin, ""), aims))
    return found


def area_rows(
    one: Indicator, parts: Iterable[tuple[Unit | None, Merged]], owner: str, scope: Scope
) -> list[Row]:
    """One period of one indicator, area by area."""
    notes = _notes_of(one.code, scope)
    # what is aimed at is aimed at by the whole: an area's row has the target of the definition, none of a year
    return [_row(one, merged, unit, owner, notes.get(merged.starts_at, ""), {}) for unit, merged in parts]


def about(title: str, person: Person, now: dt.datetime | None = None) -> dict[str, str]:
    """What speaks of the whole file."""
    scope = person.scope("indicators.view")
    return {
        "title": title, "exported_at": clock.iso(now or clock.now()), "exported_by_role": ", ".join(_roles(person)),
        "scope": t("boards-export-everywhere") if scope.everywhere else _limits(scope),
        "gap": t("boards-export-gap"), "estimate": t("boards-export-origins"),
    }  # fmt: skip


def written(ending: str, told: list[Row], said: dict[str, str]) -> tuple[bytes, str]:
    """The file and its media type. Raises NotFound: no such form."""
    if ending not in _WRITERS:
        raise NotFound("board-export-unknown", ending=ending[:10])
    return _WRITERS[ending](told, said)


def _row(
    one: Indicator, merged: Merged, unit: Unit | None, owner: str, notes: str, aims: targets.Known
) -> Row:
    aim = targets.value_for(one, targets.year_of(merged.starts_at), aims)
    return {
        "indicator": one.code, "name": one.name_en if language() == "en" else one.name_vi,
        "period_begin": merged.starts_at, "period_end": merged.ends_at,
        "area_code": unit.code if unit else "", "area": named(unit) if unit else "",
        "value": merged.value, "unit_code": one.unit_code, "unit": meaning.unit(one.unit_code), "target": aim,
        "numerator": merged.numerator, "denominator": merged.denominator, "values": merged.count,
        "sources_told": merged.entities, "sources_expected": merged.expected, "origins": _origins(merged),
        "newest_at": merged.newest_at, "recorded_at": merged.computed_at, "definition_version": merged.version,
        "source": one.source, "certainty": one.certainty, "owner": owner, "notes": notes,
    }  # fmt: skip


def _origins(merged: Merged) -> str:
    if merged.mixture:
        return ", ".join(f"{word} {number}" for word, number in merged.mixture)
    return merged.origin.word if merged.origin is not None else ""


def _notes_of(code: str, scope: Scope) -> dict[dt.datetime, str]:
    found: dict[dt.datetime, list[str]] = {}
    for note in noting.standing([code], scope):
        found.setdefault(note.starts_at, []).append(
            f"{note.written_by.full_name} {note.written_at:%d/%m/%Y}: {note.text}"
        )
    return {begin: " | ".join(said) for begin, said in found.items()}


def _limits(scope: Scope) -> str:
    units = {pk for grant in scope.grants for pk in grant.unit_ids or ()}
    told = [named(one) for one in Unit.objects.filter(pk__in=units, valid_to=None).order_by("code")[:20]]
    return t("boards-export-limited", areas=", ".join(told) or "—")


def _roles(person: Person) -> list[str]:
    from dothi.boards.book import roles_of

    return roles_of(person)


def _lines(told: list[Row]) -> Iterator[list[Any]]:
    for row in told:
        yield [clock.iso(cell) if isinstance(cell, dt.datetime) else cell for cell in map(row.get, COLUMNS)]


def _csv(told: list[Row], said: dict[str, str]) -> tuple[bytes, str]:
    """With a byte order mark, so that a spreadsheet reads the accents; no cell is a formula. What speaks of the file begins with #."""
    text = "".join(csv_line([f"# {name}: {value}"]) for name, value in said.items())
    text += csv_line(COLUMNS) + "".join(map(csv_line, _lines(told)))
    return ("\ufeff" + text).encode(), "text/csv; charset=utf-8"


def _xlsx(told: list[Row], said: dict[str, str]) -> tuple[bytes, str]:
    from openpyxl import Workbook  # 0.1 s: only for who asks for a workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book, out = Workbook(write_only=True), io.BytesIO()
    page, more = book.create_sheet("figures"), book.create_sheet("about")
    for line in ([*COLUMNS], *_lines(told)):
        page.append(
            [ILLEGAL_CHARACTERS_RE.sub("", safe(one)) if isinstance(one, str) else one for one in line]
        )
    for name, value in said.items():
        more.append([name, ILLEGAL_CHARACTERS_RE.sub("", safe(value))])
    book.save(out)
    return out.getvalue(), MEDIA_TYPE


def _parquet(told: list[Row], said: dict[str, str]) -> tuple[bytes, str]:
    import pyarrow as pa  # 0.2 s: only for who asks for it
    import pyarrow.parquet as pq

    units = sorted({(str(row["indicator"]), str(row["unit_code"])) for row in told})
    fields = [pa.field(name, _type(pa, name), metadata=_field(name, units)) for name in COLUMNS]
    schema = pa.schema(fields, metadata={f"dothi.{name}": value for name, value in said.items()})
    out = io.BytesIO()
    pq.write_table(
        pa.Table.from_pylist([{name: row.get(name) for name in COLUMNS} for row in told], schema=schema), out
    )
    return out.getvalue(), "application/vnd.apache.parquet"


def _type(pa: Any, name: str) -> Any:
    if name in NUMBERS:
        return pa.float64()
    if name in COUNTS:
        return pa.int64()
    return pa.timestamp("us", tz="UTC") if name in MOMENTS else pa.string()


def _field(name: str, units: list[tuple[str, str]]) -> dict[str, str]:
    """Of a column of figures: the UN/CEFACT unit of each indicator in it."""
    return (
        {"units": "; ".join(f"{code}={unit}" for code, unit in units)} if name in ("value", "target") else {}
    )


_WRITERS: dict[str, Callable[[list[Row], dict[str, str]], tuple[bytes, str]]] = {
    "csv": _csv, "xlsx": _xlsx, "parquet": _parquet,
}  # fmt: skip
