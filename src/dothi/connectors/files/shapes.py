"""What a mapping says, as values: where the table lies, which column is what, in which unit, at which time, of which entity."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

FORMATS = ("csv", "xlsx", "parquet")
MISSING = frozenset({"-999", "-999.0", "NA", "NaN", "null"})
COLUMN, VALUE = "@column", "@value"  # of a wide table: the heading that is the entity, and the cell below it
_PLACE = re.compile(r"{([^{}]+)}")
_EACH = "{column}"


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
    member: str | None = None  # the table inside a ZIP
    wide: frozenset[str] | None = None  # each column is an entity of its own, save these


@dataclass(frozen=True, slots=True)
class TimeColumn:
    columns: tuple[str, ...]
    format: str
    zone: ZoneInfo
    duplicates: str = "first"
    start: dt.datetime | None = (
        None  # without a time column: when the first row was, and how far apart rows are
    )
    step: dt.timedelta = dt.timedelta(0)

    def at_row(self, number: int) -> dt.datetime | None:
        """The time of the row so many rows after the first; None where a column tells it. OverflowError beyond all calendars."""
        return self.start + number * self.step if self.start else None


@dataclass(frozen=True, slots=True)
class Attribute:
    """One column as one attribute; `factor`/`offset` bring the file's unit to the stored one. No unit: a text."""

    column: str
    name: str
    unit: str | None
    kind: str = "number"
    factor: float = 1.0
    offset: float = 0.0
    missing: frozenset[float] = frozenset()  # numbers that this source writes where it has none
    optional: bool = False  # the file may lack the column
    to: str = ""  # kind "link": type and id of the entity that is named, `Type:id-{}`
    words: Dict[str, float | str] = field(default_factory=dict)  # what the file says → what is stored


@dataclass(frozen=True, slots=True)
class Standing:
    """What the mapping says itself of each of its entities."""

    name: str
    value: float | str
    unit: str | None


@dataclass(frozen=True, slots=True)
class Quality:
    """Marks of the source: `valid` ones are as good as any, `suspect` ones are stored and flagged, others are refused.

    `column` may hold `{column}`: then each value has a mark of its own in the column that it makes of the value's.
    """

    column: str
    valid: frozenset[str]
    suspect: frozenset[str] = frozenset()

    @property
    def by_value(self) -> bool:
        return _EACH in self.column

    def column_of(self, attribute: Attribute) -> str:
        return self.column.replace(_EACH, attribute.column)


@dataclass(frozen=True, slots=True)
class Stations:
    """A second table with one row per station: where it stands and how it is called."""

    file: str
    key: str
    row_key: str
    lon: str
    lat: str
    name: str | None
    separator: str | None = None  # of the second table, where it is not the first one's
    alike: bool = (
        False  # keys are the same when their letters and digits are, whatever their case, accents and spaces
    )
    same: tuple[
        tuple[str, str], ...
    ] = ()  # what the data file calls a station → what the second table calls it

    def key_of(self, told: str) -> str:
        """A station's key as both tables are compared by it."""
        known = dict(self.same).get(told, told)
        if not self.alike:
            return known
        plain = unicodedata.normalize("NFD", known.casefold().replace("đ", "d"))
        return "".join(one for one in plain if one.isalnum())


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
    place: tuple[str, str] | None = None  # columns of longitude and latitude, of what tells where it is
    name_column: str | None = None
    standing: tuple[Standing, ...] = ()

    @property
    def id_columns(self) -> tuple[str, ...]:
        """The columns named by the entity id's template."""
        return tuple(_PLACE.findall(self.id))

    @property
    def columns(self) -> frozenset[str]:
        """Every column of the data file that the mapping reads."""
        named = self.needed_columns | {one.column for one in self.attributes}
        if self.quality:
            named |= {self.quality.column_of(one) for one in self.attributes}
        return frozenset(named)

    @property
    def needed_columns(self) -> frozenset[str]:
        """Those without which the file cannot be read."""
        needed = [one for one in self.attributes if not one.optional]
        named = {*self.id_columns, *self.time.columns, *self.where, *(one.column for one in needed)}
        if self.quality:
            named |= {self.quality.column_of(one) for one in needed}
        named |= {self.stations.row_key} if self.stations else set()
        named |= set(self.place or ()) | ({self.name_column} if self.name_column else set())
        return frozenset(named)
