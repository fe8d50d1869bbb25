"""The mapping file (TOML): which column becomes which attribute of which entity, in which unit, at which time.

One strict parser: an unknown key, a wrong type or an unknown unit stops the import before the first row, with the
file, the key and the remedy. See docs/how-to/import-a-file.md for every key.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from collections.abc import Mapping as Dict
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dothi.connectors.files import units
from dothi.connectors.files.errors import MappingError
from dothi.connectors.files.keys import Keys, is_number
from dothi.connectors.files.shapes import (
    COLUMN,
    FORMATS,
    MISSING,
    VALUE,
    Attribute,
    FileShape,
    Mapping,
    Quality,
    Standing,
    Stations,
    TimeColumn,
)

__all__ = ["FORMATS", "Attribute", "FileShape", "Mapping", "load", "parse", "shape_of", "tree_of"]

ENCODINGS = ("utf-8", "cp1258", "tcvn3", "latin-1", "utf-16")
DUPLICATES = ("first", "last")
WRITTEN_TIMES = ("iso", "unix", "unix-ms")  # beside patterns of %
KINDS = ("number", "text", "link")
_STEP = re.compile(r"^(\d{1,5})(s|m|h|d)$")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_LINK = re.compile(r"^[A-Za-z][A-Za-z0-9]*:[^{}\s]*{}[^{}\s]*$")
_STATIONS = {"file", "key", "row_key", "lon", "lat", "name", "separator", "alike", "same"}
_ATTRIBUTE = {"column", "name", "unit", "from", "times", "kind", "missing", "optional", "to", "words"}
_TABLES = {"file", "entity", "time", "where", "quality", "stations", "location", "attribute"}


def load(path: Path) -> Mapping:
    """Reads a mapping file. Raises MappingError naming file, line or key, and remedy."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise MappingError("unreadable", file=path.name, where="—", detail=str(error)) from error
    return parse(text, file=path.name)


def parse(text: str, *, file: str) -> Mapping:
    """The mapping that `text` (TOML) says; `file` is its name for messages."""
    return _Parser(file, text).mapping(tree_of(text, file=file))


def shape_of(tree: Dict[str, Any], *, file: str, text: str) -> FileShape:
    """How the table lies in its file, of a mapping whose other tables are another room's. Raises MappingError."""
    return _Parser(file, text).shape(tree)


def tree_of(text: str, *, file: str) -> dict[str, Any]:
    """The TOML as it is read everywhere: accents composed. Raises MappingError."""
    try:
        return tomllib.loads(unicodedata.normalize("NFC", text))
    except tomllib.TOMLDecodeError as error:
        raise MappingError("not-toml", file=file, where=_line_of(error, text), detail=str(error)) from error
    except RecursionError as error:
        raise MappingError("not-toml", file=file, where="-", detail="brackets within brackets") from error


def _line_of(error: tomllib.TOMLDecodeError, text: str) -> str:
    found = re.search(r"line (\d+)", str(error))
    return found[1] if found else str(text.count("\n") + 1)


class _Parser(Keys):
    """Walks the tree once; each method reads one table and refuses what it does not know."""

    def mapping(self, tree: Dict[str, Any]) -> Mapping:
        self.only(tree, _TABLES, "")
        known = {"type", "id", "provider", "name", "name_column", "value"}
        entity = self.table(tree, "entity", known, required=True)
        mapping = Mapping(
            file=self.file,
            type=self.name(entity, "entity", "type"),
            id=self.string(entity, "id", "entity"),
            provider=self.optional(entity, "provider", "entity"),
            name=self.optional(entity, "name", "entity"),
            shape=self.shape(tree),
            time=self.time(tree),
            attributes=self.attributes(tree),
            where={
                column: frozenset(self.strings(value, f"where.{column}"))
                for column, value in self.where(tree).items()
            },
            quality=self.quality(tree),
            stations=self.stations(tree),
            location=self.location(tree),
            place=self.place(tree),
            name_column=self.optional(entity, "name_column", "entity"),
            standing=self.standing(entity),
        )
        if mapping.stations and (mapping.location or mapping.place):
            raise self.fail("two-locations", "location")
        return mapping

    def where(self, tree: Dict[str, Any]) -> Dict[str, Any]:
        value = tree.get("where", {})
        if not isinstance(value, dict):
            raise self.fail("not-a-table", "where")
        return value

    def shape(self, tree: Dict[str, Any]) -> FileShape:
        names = {"format", "separator", "encoding", "decimal", "sheet", "header", "missing", "member", "wide"}
        table = self.table(tree, "file", names, required=False)
        header = table.get("header", 1)
        if not isinstance(header, int) or isinstance(header, bool) or not 1 <= header <= 100:
            raise self.fail("unknown-value", "file.header", value=header, known="1–100")
        separator = self.string(table, "separator", "file", ",")
        decimal = self.one_of(table, "decimal", "file", (".", ","), ".")
        if len(separator) != 1 or (separator == decimal and "decimal" in table):
            raise self.fail("unknown-value", "file.separator", value=separator, known="; , \\t |")
        missing = MISSING
        if "missing" in table:
            missing = frozenset(self.strings(table["missing"], "file.missing"))
        format_ = self.one_of(table, "format", "file", FORMATS, "csv") if "format" in table else None
        encoding = self.one_of(table, "encoding", "file", ENCODINGS, "utf-8")
        return FileShape(
            format_,
            separator,
            encoding,
            decimal,
            self.optional(table, "sheet", "file"),
            header,
            missing,
            self.optional(table, "member", "file"),
            self.wide(table),
        )

    def wide(self, table: Dict[str, Any]) -> frozenset[str] | None:
        """`true`: every column is an entity; `{ except = […] }`: save these."""
        value = table.get("wide", False)
        if isinstance(value, bool):
            return frozenset() if value else None
        if not isinstance(value, dict):
            raise self.fail("not-a-table", "file.wide")
        self.only(value, {"except"}, "file.wide")
        kept = frozenset(self.strings(value.get("except"), "file.wide"))
        if kept & {COLUMN, VALUE}:
            raise self.fail("unknown-value", "file.wide", value=min(kept & {COLUMN, VALUE}), known="—")
        return kept

    def time(self, tree: Dict[str, Any]) -> TimeColumn:
        known = {"column", "columns", "format", "zone", "duplicates", "start", "step"}
        table = self.table(tree, "time", known, required=True)
        zone = self.zone(table)
        duplicates = self.one_of(table, "duplicates", "time", DUPLICATES, "first")
        if "start" in table:
            return TimeColumn((), "", zone, duplicates, self.start(table, zone), self.step(table))
        if ("column" in table) == ("columns" in table):
            raise self.fail("one-of-two", "time.column", other="time.columns")
        columns = self.strings(table.get("column", table.get("columns")), "time.column")
        format_ = self.string(table, "format", "time")
        if format_ not in WRITTEN_TIMES and "%" not in format_:
            raise self.fail("bad-time-format", "time.format", value=format_)
        return TimeColumn(columns, format_, zone, duplicates)

    def zone(self, table: Dict[str, Any]) -> ZoneInfo:
        name = self.string(table, "zone", "time")
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            raise self.fail("unknown-zone", "time.zone", value=name) from None

    def start(self, table: Dict[str, Any], zone: ZoneInfo) -> dt.datetime:
        """The first row's time in UTC: rows are equally far apart there, also where clocks are changed."""
        for other in ("column", "columns", "format"):
            if other in table:
                raise self.fail("one-of-two", "time.start", other=f"time.{other}")
        value = table["start"]
        if not isinstance(value, dt.datetime):
            raise self.fail("bad-start", "time.start", value=str(value)[:40])
        try:
            return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(dt.UTC)
        except OverflowError:
            raise self.fail("bad-start", "time.start", value=str(value)[:40]) from None

    def step(self, table: Dict[str, Any]) -> dt.timedelta:
        """How far apart rows are; without it they all hold from the start on."""
        value = table.get("step", "0s")
        found = _STEP.match(value) if isinstance(value, str) else None
        if found is None:
            raise self.fail("unknown-value", "time.step", value=str(value)[:40], known="10s, 5m, 1h, 1d")
        return dt.timedelta(seconds=int(found[1]) * _SECONDS[found[2]])

    def attributes(self, tree: Dict[str, Any]) -> tuple[Attribute, ...]:
        rows = tree.get("attribute")
        if not isinstance(rows, list) or not rows:
            raise self.fail("missing-key", "attribute")
        found = tuple(self.attribute(row, f"attribute[{count}]") for count, row in enumerate(rows, 1))
        names = [one.name for one in found]
        if len(set(names)) < len(names):
            raise self.fail("twice", "attribute", value=next(name for name in names if names.count(name) > 1))
        return found

    def attribute(self, row: Any, where: str) -> Attribute:
        if not isinstance(row, dict):
            raise self.fail("not-a-table", where)
        self.only(row, _ATTRIBUTE, where)
        name = self.name(row, where)
        kind = self.one_of(row, "kind", where, KINDS, "number")
        column = self.string(row, "column", where)
        optional = self.truth(row, "optional", where)
        if kind != "number":
            to = self.link(row, where) if kind == "link" else ""
            words = self.words(row, kind, where)
            return Attribute(column, name, None, kind, optional=optional, to=to, words=words)
        unit = self.string(row, "unit", where)
        factor, offset = self.conversion(row, name, unit, where)
        times = row.get("times", 1)
        if not is_number(times) or not times:
            raise self.fail("unknown-value", f"{where}.times", value=str(times)[:40], known="2, 0.5")
        missing = self.numbers(row, "missing", where)
        words = self.words(row, kind, where)
        return Attribute(column, name, unit, kind, times * factor, offset, missing, optional, words=words)

    def words(self, row: Dict[str, Any], kind: str, where: str) -> dict[str, float | str]:
        """Cells that are one of few words, and what each means: another word, or a number in the stored unit."""
        told = row.get("words", {})
        wanted = {"number": is_number, "text": lambda value: isinstance(value, str) and value}.get(kind)
        if not isinstance(told, dict) or (told and not (wanted and all(map(wanted, told.values())))):
            raise self.fail("unknown-value", f"{where}.words", value=str(told)[:40], known='{ on = "up" }')
        return {word: float(value) if kind == "number" else str(value) for word, value in told.items()}

    def link(self, row: Dict[str, Any], where: str) -> str:
        to = self.string(row, "to", where)
        if not _LINK.match(to):
            raise self.fail("unknown-value", f"{where}.to", value=to[:80], known="Type:{}, Type:id-{}")
        return to

    def conversion(self, row: Dict[str, Any], name: str, unit: str, where: str) -> tuple[float, float]:
        source = self.string(row, "from", where, unit)
        found = units.conversion(name, source, unit)
        if found is None:
            known = ", ".join(units.known_sources(name, unit))
            raise self.fail("unknown-unit", f"{where}.from", value=source, unit=unit, known=known)
        return found

    def standing(self, entity: Dict[str, Any]) -> tuple[Standing, ...]:
        rows = entity.get("value", [])
        if not isinstance(rows, list):
            raise self.fail("not-a-table", "entity.value")
        return tuple(self.said(row, f"entity.value[{count}]") for count, row in enumerate(rows, 1))

    def said(self, row: Any, where: str) -> Standing:
        if not isinstance(row, dict):
            raise self.fail("not-a-table", where)
        self.only(row, {"name", "value", "unit"}, where)
        name, value = self.name(row, where), row.get("value")
        if isinstance(value, str) and value:
            return Standing(name, value, None)
        if not is_number(value):
            raise self.fail("unknown-value", f"{where}.value", value=str(value)[:40], known='1.5, "text"')
        return Standing(name, float(value), self.string(row, "unit", where))

    def quality(self, tree: Dict[str, Any]) -> Quality | None:
        if "quality" not in tree:
            return None
        table = self.table(tree, "quality", {"column", "valid", "suspect"}, required=True)
        return Quality(
            self.string(table, "column", "quality"),
            frozenset(self.strings(table.get("valid"), "quality.valid")),
            frozenset(self.strings(table["suspect"], "quality.suspect") if "suspect" in table else ()),
        )

    def stations(self, tree: Dict[str, Any]) -> Stations | None:
        if "stations" not in tree:
            return None
        table = self.table(tree, "stations", _STATIONS, required=True)
        read = {key: self.string(table, key, "stations") for key in ("file", "key", "lon", "lat")}
        if Path(read["file"]).name != read["file"]:
            raise self.fail("path-not-allowed", "stations.file", value=read["file"])
        return Stations(
            row_key=self.string(table, "row_key", "stations", read["key"]),
            name=self.optional(table, "name", "stations"),
            separator=self.optional(table, "separator", "stations"),
            alike=self.truth(table, "alike", "stations"),
            same=tuple(self.same(table)),
            **read,
        )

    def same(self, table: Dict[str, Any]) -> Iterator[tuple[str, str]]:
        told = table.get("same", {})
        if not isinstance(told, dict) or not all(isinstance(one, str) for one in told.values()):
            raise self.fail("not-a-table", "stations.same")
        yield from told.items()

    def location(self, tree: Dict[str, Any]) -> tuple[float, float] | None:
        table = self.table(tree, "location", {"lon", "lat", "lon_column", "lat_column"}, required=False)
        if not table or "lon_column" in table:
            return None
        lon, lat = table.get("lon"), table.get("lat")
        if (
            not isinstance(lon, int | float)
            or not isinstance(lat, int | float)
            or not (abs(lon) <= 180 and abs(lat) <= 90)
        ):
            raise self.fail("bad-location", "location")
        return float(lon), float(lat)

    def place(self, tree: Dict[str, Any]) -> tuple[str, str] | None:
        """Columns instead of one place for all."""
        table = tree.get("location", {})
        if not isinstance(table, dict) or not {"lon_column", "lat_column"} & table.keys():
            return None
        if {"lon", "lat"} & table.keys():
            raise self.fail("two-locations", "location")
        return self.string(table, "lon_column", "location"), self.string(table, "lat_column", "location")
