"""Reads the drawn objects of an OSM extract, in one pass over the file for areas' members and one for the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import osmium

from dothi.kernel.errors import BadRequest
from dothi.livemap.streets import features
from dothi.livemap.streets.features import Drawn

MOST_OBJECTS = 10_000  # of a batch
MOST_BYTES = 8 << 20  # of a batch's shapes: a few huge lakes fill one too


class Batch(NamedTuple):
    """Objects that go through the next steps together: what each is drawn as, and its shape (degrees, WKB)."""

    drawn: list[Drawn]
    shapes: list[bytes]


def batches(path: Path, node_places: Path, buildings: bool) -> Iterator[Batch]:
    """All objects that are drawn. The places of nodes are kept in a file, not in memory.

    Raises BadRequest `livemap-streets-unreadable`.
    """
    batch, size = Batch([], []), 0
    for found, shape in _objects(path, node_places, buildings):
        batch.drawn.append(found)
        batch.shapes.append(shape)
        size += len(shape)
        if len(batch.drawn) == MOST_OBJECTS or size > MOST_BYTES:
            yield batch
            batch, size = Batch([], []), 0
    if batch.drawn:
        yield batch


def data_day(path: Path) -> dt.date | None:
    """The day the extract was made, where its header says so."""
    try:
        with osmium.io.Reader(str(path)) as reader:
            text = reader.header().get("osmosis_replication_timestamp") or ""
    except RuntimeError as error:
        raise BadRequest("livemap-streets-unreadable", file=path.name, reason=str(error)) from error
    return dt.date.fromisoformat(text[:10]) if text else None


def _objects(path: Path, node_places: Path, buildings: bool) -> Iterator[tuple[Drawn, bytes]]:
    keys = features.AREA_KEYS if buildings else features.AREA_KEYS - {"building"}
    # Outlines come out too, though only their areas are drawn: areas wait in memory until an object comes out, and an
    # extract that ends with half a million houses would be held whole.
    try:
        reader = (
            osmium.FileProcessor(str(path))
            .with_locations(f"sparse_file_array,{node_places}")
            .with_areas(osmium.filter.KeyFilter(*keys))  # borders of provinces need not be put together
            .with_filter(osmium.filter.EntityFilter(osmium.osm.NODE | osmium.osm.WAY | osmium.osm.AREA))
            .with_filter(_only(osmium.osm.NODE, {"place"}))
            .with_filter(_only(osmium.osm.WAY, features.WAY_KEYS | keys))
            .with_filter(_only(osmium.osm.AREA, keys))
        )
        factory = osmium.geom.WKBFactory()
        for thing in reader:
            found = _drawn(thing, buildings)
            shape = _wkb(factory, thing) if found else None
            if found and shape:
                yield found, shape
    except (RuntimeError, OSError) as error:
        raise BadRequest("livemap-streets-unreadable", file=path.name, reason=str(error)) from error


def _only(kind: Any, keys: set[str]) -> Any:
    """Objects of this kind come through only with one of these keys; other kinds pass."""
    these = osmium.filter.KeyFilter(*keys)
    these.enable_for(kind)
    return these


def _drawn(thing: Any, buildings: bool) -> Drawn | None:
    """Tags are asked one by one: making a dict of them takes longer than all the rest of the reading."""
    if thing.is_way():
        return features.of_way(thing.tags)
    if thing.is_area():
        return features.of_area(thing.tags, buildings)
    return features.of_node(thing.tags)


def _wkb(factory: Any, thing: Any) -> bytes | None:
    """None where the extract cuts an object's nodes off, or where it is broken: one object less is drawn."""
    try:
        if thing.is_way():
            return bytes.fromhex(factory.create_linestring(thing))
        return bytes.fromhex(
            factory.create_multipolygon(thing) if thing.is_area() else factory.create_point(thing)
        )
    except (RuntimeError, osmium.InvalidLocationError):
        return None
