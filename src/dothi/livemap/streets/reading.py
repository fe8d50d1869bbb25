"""Reads the drawn objects of an OSM extract, in one pass over the file for areas' members and one for the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import osmium
import shapely

from dothi.kernel.errors import BadRequest
from dothi.livemap.streets import features
from dothi.livemap.streets.features import Drawn


def objects(path: Path, node_places: Path, buildings: bool) -> Iterator[tuple[Drawn, Any]]:
    """(what it is drawn as, its shape in degrees). The places of nodes are kept in a file, not in memory.

    Raises BadRequest `livemap-streets-unreadable`.
    """
    factory = osmium.geom.WKBFactory()
    try:
        reader = (
            osmium.FileProcessor(str(path)).with_locations(f"sparse_file_array,{node_places}").with_areas()
        )
        for thing in reader.with_filter(osmium.filter.KeyFilter(*features.KEYS)):
            found = _drawn(thing, buildings)
            shape = _shape(factory, thing) if found else None
            if found and shape is not None and not shape.is_empty:
                yield found, shape
    except (RuntimeError, OSError) as error:
        raise BadRequest("livemap-streets-unreadable", file=path.name, reason=str(error)) from error


def data_day(path: Path) -> dt.date | None:
    """The day the extract was made, where its header says so."""
    try:
        with osmium.io.Reader(str(path)) as reader:
            text = reader.header().get("osmosis_replication_timestamp") or ""
    except RuntimeError as error:
        raise BadRequest("livemap-streets-unreadable", file=path.name, reason=str(error)) from error
    return dt.date.fromisoformat(text[:10]) if text else None


def _drawn(thing: Any, buildings: bool) -> Drawn | None:
    tags = {tag.k: tag.v for tag in thing.tags}
    if thing.is_way():
        return features.of_way(tags)
    if thing.is_area():
        return features.of_area(tags, buildings)
    return features.of_node(tags) if thing.is_node() else None


def _shape(factory: Any, thing: Any) -> Any | None:
    """None where the extract cuts an object's nodes off, or where it is broken: one object less is drawn."""
    try:
        if thing.is_way():
            return shapely.from_wkb(factory.create_linestring(thing))
        if thing.is_area():
            return shapely.from_wkb(factory.create_multipolygon(thing))
        return shapely.Point(thing.location.lon, thing.location.lat)
    except (RuntimeError, osmium.InvalidLocationError, shapely.errors.GEOSException):
        return None
