"""The mappings of a pack: they can be read, fill attributes that the types have, and lose nothing of their own sample.

The sample of `mappings/x.toml` is `samples/x.csv`, a table of good rows: what is refused of it, the mapping has lost.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path as File
from typing import Any

from dothi.connectors.files import mapping as mappings
from dothi.connectors.files.errors import MappingError, TableError
from dothi.connectors.files.readings import Reader, Reject, Tally
from dothi.connectors.files.stations import Station
from dothi.connectors.files.tables import open_table
from dothi.kernel.i18n import t
from dothi.kernel.pack_contents import Content, Fault, Path, Told, bring, path_of

FOLDER = "mappings"
MOST_LOST = 0.1  # of the rows: a sample may show what is refused, but most of it must arrive
_WHERE = re.compile(r"^(?:\d+:?)? ?(.*)$")
_BLAME: dict[str, Path] = {  # the key of a mapping that is at fault when rows are lost for this reason
    "bad-time": ("time", "format"),
    "no-time": ("time", "column"),
    "ambiguous-time": ("time", "zone"),
    "time-ahead": ("time", "zone"),
    "bad-id": ("entity", "id"),
    "quality": ("quality", "valid"),
    "unknown-station": ("stations",),
}


def check(told: Told) -> Iterator[Fault]:
    for file, text in told.texts.items():
        if file in told.trees and file.startswith(f"{FOLDER}/"):
            yield from _mapping(told, file, text)


def _mapping(told: Told, file: str, text: str) -> Iterator[Fault]:
    try:
        mapping = mappings.parse(text, file=file)
    except MappingError as error:
        yield Fault(file, _path(error), f"error-{error.code}", error.fields)
        return
    units = _units(told, mapping.type)
    for place, one in enumerate(mapping.attributes):
        path: Path = ("attribute", place)
        if one.name not in units:
            fields: dict[str, Any] = {"attribute": one.name, "type": mapping.type}
            yield Fault(file, (*path, "name"), "connectors-check-no-attribute", fields)
        elif one.unit and units[one.name] != one.unit:
            fields = {"unit": one.unit, "wanted": units[one.name] or "—"}
            yield Fault(file, (*path, "unit"), "connectors-check-other-unit", fields)
    for place, said in enumerate(mapping.standing):
        if said.name not in units or units[said.name] != said.unit:
            fields = {"unit": said.unit or "—", "wanted": units.get(said.name) or "—"}
            yield Fault(file, ("entity", "value", place), "connectors-check-other-unit", fields)
    sample = f"samples/{file.removeprefix(f'{FOLDER}/').removesuffix('.toml')}.csv"
    if sample in told.texts:
        yield from _tried(mapping, file, sample, told.texts[sample])


def _units(told: Told, type_: str) -> dict[str, str | None]:
    """Attribute → unit of a type of the pack."""
    properties = told.trees.get(f"types/{type_}.json", {}).get("properties", {})
    return {name: about.get("x-unitCode") for name, about in properties.items() if isinstance(about, dict)}


def _tried(mapping: mappings.Mapping, file: str, sample: str, text: str) -> Iterator[Fault]:
    """Reads the sample as an import would; a complaint when too much of it is lost, at the key that loses most."""
    rejects: list[Reject] = []
    try:
        tally = _read(_as_text(mapping), text, rejects)
    except (MappingError, TableError) as error:
        yield Fault(file, _path(error), f"error-{error.code}", {**error.fields, "file": sample})
        return
    lost = tally.refused + tally.empty
    if tally.stored and lost <= MOST_LOST * tally.rows and tally.values_refused <= MOST_LOST * tally.values:
        return
    worst = max(tally.reasons, key=lambda reason: tally.reasons[reason], default="")
    first = next((one for one in rejects if one.reason == worst), None)
    fields = {
        "sample": sample,
        "lost": lost or tally.values_refused,
        "rows": tally.rows if lost else tally.values + tally.values_refused,
        "line": first.line if first else 0,
        "reason": t(f"connectors-reject-{worst}") if worst else "",
        "value": first.value if first else "",
    }
    yield Fault(file, _blame(mapping, first), "connectors-check-loses", fields)


def _as_text(mapping: mappings.Mapping) -> mappings.Mapping:
    """Samples are CSV in UTF-8 like every file of a pack, whatever the mapping reads later."""
    return replace(mapping, shape=replace(mapping.shape, format="csv", encoding="utf-8"))


def _read(mapping: mappings.Mapping, text: str, rejects: list[Reject]) -> Tally:
    with tempfile.TemporaryDirectory(prefix="dothi-sample-") as folder:
        path = File(folder) / "sample.csv"
        path.write_text(text, encoding="utf-8")
        with open_table(path, mapping.shape) as table:
            reader = Reader(mapping, table, _anywhere(mapping, path), rejects.append)
            for _reading in reader.readings():
                pass
            return reader.tally


def _anywhere(mapping: mappings.Mapping, path: File) -> dict[str, Station]:
    """Stations for a sample: a pack does not bring a city's own, so each key of the sample stands somewhere."""
    if mapping.stations is None:
        return {}
    with open_table(path, mapping.shape) as table:
        wanted = mapping.stations
        place = table.columns.index(wanted.row_key)
        return {
            wanted.key_of(str(cells[place]).strip()): Station(107.0, 10.4, None)
            for _line, cells in table.rows
        }


def _blame(mapping: mappings.Mapping, reject: Reject | None) -> Path:
    if reject is None:
        return ("attribute", 0)
    column = next((n for n, one in enumerate(mapping.attributes) if one.column == reject.column), None)
    return _BLAME.get(reject.reason, ("entity",)) if column is None else ("attribute", column)


def _path(error: MappingError | TableError) -> Path:
    """`12: attribute[3].from` as a path; the line is found anew, exactly."""
    found = _WHERE.match(str(error.fields.get("where", "")))
    return tuple(part for part in path_of(found[1] if found else "") if part != "—")


bring(Content(FOLDER, check))
