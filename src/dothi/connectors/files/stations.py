"""The second table of a mapping: one row per station with its place and name (small, read whole)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dothi.connectors.files.cells import number, plain_text, text
from dothi.connectors.files.errors import MappingError, RowError, TableError
from dothi.connectors.files.shapes import FileShape, Mapping, Stations
from dothi.connectors.files.tables import open_table

MOST_STATIONS = 100_000


@dataclass(frozen=True, slots=True)
class Station:
    """None where a row tells only the name, or only the place."""

    lon: float | None
    lat: float | None
    name: str | None


def read_stations(mapping: Mapping, folders: list[Path]) -> dict[str, Station]:
    """Stations by their key. The file is looked for in `folders` in turn; a wrong station stops the import."""
    wanted = mapping.stations
    if wanted is None:
        return {}
    path = next((folder / wanted.file for folder in folders if (folder / wanted.file).is_file()), None)
    if path is None:
        raise MappingError("stations-missing", file=mapping.file, where="stations.file", value=wanted.file)
    with open_table(
        path,
        FileShape(separator=wanted.separator or mapping.shape.separator, encoding=mapping.shape.encoding),
    ) as table:
        places = _places(wanted, table.columns, mapping.file)
        found: dict[str, Station] = {}
        for line, cells in table.rows:
            if len(found) >= MOST_STATIONS:
                raise TableError("too-many-rows", file=path.name, limit=MOST_STATIONS)
            try:
                found[wanted.key_of(text(cells[places["key"]]))] = _station(
                    cells, places, mapping.shape.decimal
                )
            except (RowError, IndexError) as error:
                raise MappingError(
                    "bad-station", file=path.name, where=str(line), detail=str(error)
                ) from error
    return found


def _places(wanted: Stations, columns: tuple[str, ...], file: str) -> dict[str, int]:
    names = {"key": wanted.key, "lon": wanted.lon, "lat": wanted.lat} | (
        {"name": wanted.name} if wanted.name else {}
    )
    for key, name in names.items():
        if name not in columns:
            raise MappingError(
                "no-column", file=file, where=f"stations.{key}", column=name, known=", ".join(columns)
            )
    return {key: columns.index(name) for key, name in names.items()}


def _station(cells: object, places: dict[str, int], decimal: str) -> Station:
    row = list(cells)  # type: ignore[call-overload]
    lon, lat = number(row[places["lon"]], decimal), number(row[places["lat"]], decimal)
    if abs(lon) > 180 or abs(lat) > 90:
        raise RowError("bad-location", f"{lon}, {lat}")
    return Station(lon, lat, plain_text(row[places["name"]]) if "name" in places else None)
