"""The mapping file (TOML): which column becomes which attribute of which entity, in which unit, at which time.

One strict parser: an unknown key, a wrong type or an unknown unit stops the import before the first row, with the
file, the key and the remedy. See docs/how-to/import-a-file.md for every key.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dothi.connectors.files import units
from dothi.connectors.files.errors import MappingError

ENCODINGS = ("utf-8", "cp1258", "tcvn3", "latin-1", "utf-16")
FORMATS = ("csv", "xlsx", "parquet")
DUPLICATES = ("first", "last")
MISSING = frozenset({"-999", "-999.0", "NA", "NaN", "null"})
_PLACE = re.compile(r"{([^{}]+)}")
_SAFE_NAME = re.compile(r"^[A-Za-z][A-Za-z0-9]*$")


@dataclass(frozen=True, slots=True)
class FileShape:
    """How the table lies in the file."""

    format: str | None = None  # None: by the file's name
    separator: str = ","
    encoding: str = "utf-8"
    decimal: str = "."
    sheet: str | None = None
    header: int = 1
    missing: frozenset[str] = MISSING


@dataclass(frozen=True, slots=True)
class TimeColumn:
    columns: tuple[str, ...]
    format: str
    zone: ZoneInfo
    duplicates: str = "first"


@dataclass(frozen=True, slots=True)
class Attribute:
    """One column as one attribute; `factor`/`offset` bring the file's unit to the stored one. No unit: a text."""

    column: str
    name: str
    unit: str | None
    kind: str = "number"
    factor: float = 1.0
    offset: float = 0.0


@dataclass(frozen=True, slots=True)
class Quality:
    column: str
    valid: frozenset[str]


@dataclass(frozen=True, slots=True)
class Stations:
    """A second table with one row per station: where it stands and how it is called."""

    file: str
    key: str
    row_key: str
    lon: str
    lat: str
    name: str | None


@dataclass(frozen=True, slots=True)
class Mapping:
    file: str
    type: str
    id: str
    provider: str | None
    name: str | None
    shape: FileShape
    time: TimeColumn
    attributes: tuple[Attribute, ...]
    where: Dict[str, frozenset[str]] = field(default_factory=dict)
    quality: Quality | None = None
    stations: Stations | None = None
    location: tuple[float, float] | None = None

    @property
    def id_columns(self) -> tuple[str, ...]:
        """The columns named by the entity id's template."""
        return tuple(_PLACE.findall(self.id))

    @property
    def columns(self) -> frozenset[str]:
        """Every column of the data file that the mapping reads."""
        named = {*self.id_columns, *self.time.columns, *self.where, *(one.column for one in self.attributes)}
        named |= {self.quality.column} if self.quality else set()
        named |= {self.stations.row_key} if self.stations else set()
        return frozenset(named)


def load(path: Path) -> Mapping:
    """Reads a mapping file. Raises MappingError naming file, line or key, and remedy."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise MappingError("unreadable", file=path.name, where="—", detail=str(error)) from error
    return parse(text, file=path.name)


def parse(text: str, *, file: str) -> Mapping:
    """The mapping that `text` (TOML) says; `file` is its name for messages."""
    try:
        tree = tomllib.loads(unicodedata.normalize("NFC", text))
    except tomllib.TOMLDecodeError as error:
        raise MappingError("not-toml", file=file, where=_line_of(error, text), detail=str(error)) from error
    except RecursionError as error:
        raise MappingError("not-toml", file=file, where="-", detail="brackets within brackets") from error
    return _Parser(file, text).mapping(tree)


def _line_of(error: tomllib.TOMLDecodeError, text: str) -> str:
    found = re.search(r"line (\d+)", str(error))
    return found[1] if found else str(text.count("\n") + 1)


class _Parser:
    """Walks the tree once; each method reads one table and refuses what it does not know."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.lines = file, text.splitlines()

    def fail(self, reason: str, key: str, **fields: Any) -> MappingError:
        return MappingError(reason, file=self.file, where=f"{self._line(key)} {key}".strip(), **fields)

    def _line(self, key: str) -> str:
        """`line 12` of the first line that sets the last part of `key` inside its table (for messages only)."""
        table, _, name = key.rpartition(".")
        inside = not table
        table = re.sub(r"\[\d+\]$", "", table)
        for count, line in enumerate(self.lines, 1):
            bare = line.strip()
            if bare.startswith("["):
                inside = bare.strip("[] ") == (table or name)
                if inside and not table:
                    return f"{count}:"
            elif inside and re.match(rf'"?{re.escape(name)}"?\s*=', bare):
                return f"{count}:"
        return ""

    def table(
        self, parent: Dict[str, Any], name: str, allowed: set[str], *, required: bool
    ) -> Dict[str, Any]:
        value = parent.get(name, {})
        if not isinstance(value, dict):
            raise self.fail("not-a-table", name)
        if required and not value:
            raise self.fail("missing-key", name)
        self.only(value, allowed, name)
        return value

    def only(self, table: Dict[str, Any], allowed: set[str], where: str) -> None:
        for key in table:
            if key not in allowed:
                raise self.fail(
                    "unknown-key", f"{where}.{key}" if where else key, known=", ".join(sorted(allowed))
                )

    def string(self, table: Dict[str, Any], key: str, where: str, default: str | None = None) -> str:
        value = table.get(key, default)
        if value is None:
            raise self.fail("missing-key", f"{where}.{key}")
        if not isinstance(value, str) or not value:
            raise self.fail("not-a-text", f"{where}.{key}")
        return value

    def optional(self, table: Dict[str, Any], key: str, where: str) -> str | None:
        return self.string(table, key, where) if key in table else None

    def one_of(
        self, table: Dict[str, Any], key: str, where: str, known: tuple[str, ...], default: str
    ) -> str:
        value = self.string(table, key, where, default)
        if value not in known:
            raise self.fail("unknown-value", f"{where}.{key}", value=value, known=", ".join(known))
        return value

    def strings(self, value: Any, where: str) -> tuple[str, ...]:
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not values or not all(isinstance(one, str) for one in values):
            raise self.fail("not-texts", where)
        return tuple(values)

    def mapping(self, tree: Dict[str, Any]) -> Mapping:
        self.only(
            tree, {"file", "entity", "time", "where", "quality", "stations", "location", "attribute"}, ""
        )
        entity = self.table(tree, "entity", {"type", "id", "provider", "name"}, required=True)
        type_ = self.string(entity, "type", "entity")
        if not _SAFE_NAME.match(type_):
            raise self.fail("bad-name", "entity.type", value=type_)
        mapping = Mapping(
            file=self.file,
            type=type_,
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
        )
        if mapping.stations and mapping.location:
            raise self.fail("two-locations", "location")
        return mapping

    def where(self, tree: Dict[str, Any]) -> Dict[str, Any]:
        value = tree.get("where", {})
        if not isinstance(value, dict):
            raise self.fail("not-a-table", "where")
        return value

    def shape(self, tree: Dict[str, Any]) -> FileShape:
        names = {"format", "separator", "encoding", "decimal", "sheet", "header", "missing"}
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
            format_, separator, encoding, decimal, self.optional(table, "sheet", "file"), header, missing
        )

    def time(self, tree: Dict[str, Any]) -> TimeColumn:
        table = self.table(tree, "time", {"column", "columns", "format", "zone", "duplicates"}, required=True)
        if ("column" in table) == ("columns" in table):
            raise self.fail("one-of-two", "time.column", other="time.columns")
        columns = self.strings(table.get("column", table.get("columns")), "time.column")
        zone = self.string(table, "zone", "time")
        try:
            found = ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError):
            raise self.fail("unknown-zone", "time.zone", value=zone) from None
        format_ = self.string(table, "format", "time")
        if format_ != "iso" and "%" not in format_:
            raise self.fail("bad-time-format", "time.format", value=format_)
        return TimeColumn(
            columns, format_, found, self.one_of(table, "duplicates", "time", DUPLICATES, "first")
        )

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
        self.only(row, {"column", "name", "unit", "from", "kind"}, where)
        name = self.string(row, "name", where)
        if not _SAFE_NAME.match(name):
            raise self.fail("bad-name", f"{where}.name", value=name)
        kind = self.one_of(row, "kind", where, ("number", "text"), "number")
        column = self.string(row, "column", where)
        if kind == "text":
            return Attribute(column, name, None, kind)
        unit = self.string(row, "unit", where)
        source = self.string(row, "from", where, unit)
        conversion = units.conversion(name, source, unit)
        if conversion is None:
            raise self.fail(
                "unknown-unit",
                f"{where}.from",
                value=source,
                unit=unit,
                known=", ".join(units.known_sources(name, unit)),
            )
        return Attribute(column, name, unit, kind, *conversion)

    def quality(self, tree: Dict[str, Any]) -> Quality | None:
        if "quality" not in tree:
            return None
        table = self.table(tree, "quality", {"column", "valid"}, required=True)
        return Quality(
            self.string(table, "column", "quality"),
            frozenset(self.strings(table.get("valid"), "quality.valid")),
        )

    def stations(self, tree: Dict[str, Any]) -> Stations | None:
        if "stations" not in tree:
            return None
        table = self.table(tree, "stations", {"file", "key", "row_key", "lon", "lat", "name"}, required=True)
        read = {key: self.string(table, key, "stations") for key in ("file", "key", "lon", "lat")}
        if Path(read["file"]).name != read["file"]:
            raise self.fail("path-not-allowed", "stations.file", value=read["file"])
        return Stations(
            row_key=self.string(table, "row_key", "stations", read["key"]),
            name=self.optional(table, "name", "stations"),
            **read,
        )

    def location(self, tree: Dict[str, Any]) -> tuple[float, float] | None:
        if "location" not in tree:
            return None
        table = self.table(tree, "location", {"lon", "lat"}, required=True)
        lon, lat = table.get("lon"), table.get("lat")
        if (
            not isinstance(lon, int | float)
            or not isinstance(lat, int | float)
            or not (abs(lon) <= 180 and abs(lat) <= 90)
        ):
            raise self.fail("bad-location", "location")
        return float(lon), float(lat)
