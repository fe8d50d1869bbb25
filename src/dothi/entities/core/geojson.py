"""Entities as GeoJSON features (CIM 009 §4.5.16, 4.5.17; RFC 7946)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from dothi.entities.core.represent import Names, Stored
from dothi.entities.core.rows import Kind

USUAL_GEOMETRY = "https://uri.etsi.org/ngsi-ld/location"


def feature(told: dict[str, Any], geometry: Any) -> dict[str, Any]:
    """One entity as it would be told otherwise; everything but its id becomes a property."""
    properties = {member: value for member, value in told.items() if member != "id"}
    return {"id": told.get("id"), "type": "Feature", "geometry": geometry, "properties": properties}


def collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}


def geometry_of(rows: Iterable[Stored], names: Names, iri: str = USUAL_GEOMETRY) -> Any:
    """The geometry in the GeoProperty `iri`, of several instances the default one; None when there is none (§4.5.16.1)."""
    held = [row for row in rows if names[row.term_id] == iri and row.kind == Kind.GEO and row.json]
    if not held:
        return None
    chosen = min(held, key=lambda row: row.dataset_id)  # 0 is the default instance
    return msgspec.Raw((chosen.json or "null").encode())
