"""The order of an answer (CIM 009 §4.23): orderBy, collation and the place that distances are measured from.

orderBy   = term *("," term)
term      = path [";" direction]            ; path as in `q`: name.sub[key]
direction = asc / desc / dist-asc / dist-desc
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import msgspec

from dothi.entities.core.geo import place_of
from dothi.entities.core.query import Path, parse_path
from dothi.kernel.errors import BadRequest

DIRECTIONS = ("asc", "desc", "dist-asc", "dist-desc")
MOST_TERMS = 10
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,8}")
_TERMS = re.compile(r",(?![^\[]*\])")


@dataclass(frozen=True, slots=True)
class Order:
    """One member to sort by; `by_distance`: of its geometry from the ordering's origin."""

    path: Path
    descending: bool = False
    by_distance: bool = False


@dataclass(frozen=True, slots=True)
class Ordering:
    orders: tuple[Order, ...]
    collation: str | None = None  # a language tag (RFC 6067); None: by code points
    origin: dict[str, Any] | None = None  # GeoJSON


def parse_ordering(
    order_by: str, collation: str | None, order_from: str | None, geometry: str | None
) -> Ordering:
    """The parameters of a request. Raises BadRequest."""
    orders = tuple(_order(term) for term in _TERMS.split(order_by))
    if len(orders) > MOST_TERMS:
        raise BadRequest("query-too-complex", parameter="orderBy")
    if collation is not None and not _LANGUAGE_TAG.fullmatch(collation):
        raise _wrong("collation", collation, "vi, en, und …")
    if not any(order.by_distance for order in orders):
        return Ordering(orders, collation)
    if order_from is None:
        raise BadRequest("parameter-missing", parameter="orderFrom")
    return Ordering(orders, collation, _origin(order_from, geometry or "Point"))


def _order(term: str) -> Order:
    text, _, direction = term.strip().partition(";")
    if direction and direction not in DIRECTIONS:
        raise _wrong("orderBy", term, ", ".join(f"{text};{one}" for one in DIRECTIONS))
    return Order(
        parse_path(text, "orderBy"), direction.endswith("desc"), by_distance=direction.startswith("dist-")
    )


def _origin(coordinates: str, geometry: str) -> dict[str, Any]:
    try:
        origin = {"type": geometry, "coordinates": msgspec.json.decode(coordinates)}
    except msgspec.DecodeError as error:
        raise _wrong("orderFrom", coordinates, "[longitude,latitude]") from error
    place_of(origin, "orderFrom")
    return origin


def _wrong(parameter: str, value: str, expected: str) -> BadRequest:
    return BadRequest("parameter-malformed", parameter=parameter, value=value[:80], expected=expected)
