"""Approximate areas from points alone, for where nobody has imported polygons. The map says "gần đúng" about each.

Each commune gets the places nearer to its point than to any other commune's, distances weighted by the size the
register gives (a power diagram, the Voronoi diagram of circles), cut to a circle around the point of `REACH` times the
radius its area would have as a disc, so that the neighbour country is not swallowed, and to the land of the map's ground
(`data/land.wkb.gz`, 100 m of water along the shore included), so that nothing reaches out to sea.
"""

from __future__ import annotations

import gzip
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from importlib.resources import files
from typing import Any

import numpy as np
import shapely
from shapely import affinity

from dothi.territory.register import COMMUNE, PROVINCE, AreaRow, UnitRow

# Tried against the real polygons of Ho Chi Minh City, Lâm Đồng, Đồng Nai and Quảng Trị; see README.
REACH = 1.4
SHORE_REACH = 2.3  # on the shore: part of the disc is sea, so the land of the same size reaches farther
NEIGHBOURS = 60
KM_PER_DEGREE = 111.195
MOSTLY = 0.97  # of a cell that only a lake or a river mouth touches
NOTE = "Voronoi"


def areas_from_points(units: Sequence[UnitRow], around: Sequence[UnitRow]) -> list[AreaRow]:
    """Areas of the communes of `units` and, as their unions, of the provinces they lie in.

    `around`: the communes of the neighbourhood (best of the whole country), so that cells end at the border.
    """
    today = [unit for unit in units if unit.valid_to is None]
    communes = [unit for unit in today if unit.level == COMMUNE and unit.lon is not None]
    cells = _cells(communes, [unit for unit in around if unit.lon is not None])
    provinces = [unit for unit in units if unit.level == PROVINCE and unit.begin_known]
    return [*_commune_areas(communes, cells), *_province_areas(communes, cells, provinces)]


def _commune_areas(communes: Iterable[UnitRow], cells: dict[str, Any]) -> list[AreaRow]:
    return [AreaRow(unit.key, cells[unit.code], True, f"{NOTE}: {unit.source}") for unit in communes]


def _province_areas(
    communes: Iterable[UnitRow], cells: dict[str, Any], provinces: Iterable[UnitRow]
) -> list[AreaRow]:
    inside = defaultdict(list)
    for unit in communes:
        inside[unit.parent_code or ""].append(cells[unit.code])
    whole = {code: shapely.union_all(parts) for code, parts in inside.items()}
    return [
        AreaRow(province.key, whole[province.code], True, f"{NOTE}: {province.source}")
        for province in provinces
        if province.code in whole
    ]


def _cells(communes: Sequence[UnitRow], around: Sequence[UnitRow]) -> dict[str, Any]:
    """The cell of every commune; in a plane where degrees of longitude are as short as they are."""
    if not communes:
        return {}
    squeeze = math.cos(math.radians(float(np.mean([unit.lat for unit in communes]))))
    known = {unit.code: unit for unit in [*around, *communes]}
    sites = np.array([(unit.lon * squeeze, unit.lat) for unit in known.values()])  # type: ignore[operator]
    radii = np.array([_radius(unit) for unit in known.values()])
    rows = {code: row for row, code in enumerate(known)}

    def cell(unit: UnitRow, reach: float) -> Any:
        round_point = _cell(rows[unit.code], sites, radii, reach)
        return shapely.set_precision(affinity.scale(round_point, 1 / squeeze, 1, origin=(0, 0)), 1e-6)

    return {unit.code: _on_land(partial(cell, unit)) for unit in communes}


def _on_land(cell: Callable[[float], Any]) -> Any:
    """The dry part of a commune's cell; a commune that loses some of it to the sea gets the wider one."""
    whole = cell(REACH)
    dry = ashore(whole)
    return ashore(cell(SHORE_REACH)) if 0 < dry.area < MOSTLY * whole.area else dry


def ashore(area: Any) -> Any:
    """The part of an area that is land; all of it where there is none (an island smaller than the map's ground knows)."""
    tree = _land()
    near = tree.geometries[tree.query(area, predicate="intersects")]
    dry = [part for part in shapely.get_parts(shapely.intersection(area, near)) if part.area]
    return shapely.set_precision(shapely.union_all(dry), 1e-6) if dry else area


@cache
def _land() -> shapely.STRtree:
    """The land around Viet Nam and its islands, in pieces of a quarter degree; made by `web/geo/make_base.py`."""
    packed = files("dothi.territory").joinpath("data/land.wkb.gz").read_bytes()
    return shapely.STRtree(shapely.get_parts(shapely.from_wkb(gzip.decompress(packed))))


def _radius(unit: UnitRow) -> float:
    """Degrees; a commune of unknown size counts as one of 10 km²."""
    return math.sqrt((unit.area_km2 or 10.0) / math.pi) / KM_PER_DEGREE


def _cell(row: int, sites: np.ndarray, radii: np.ndarray, reach: float) -> Any:
    """The commune's circle, cut by the line between it and each neighbour whose circle may touch."""
    site, radius = sites[row], radii[row]
    cell = shapely.Point(site).buffer(reach * radius, quad_segs=16)
    apart = np.hypot(*(sites - site).T)
    for other in np.argsort(apart)[1:NEIGHBOURS]:
        if 0 < apart[other] < reach * (radius + radii[other]):
            cell = cell.intersection(
                _half_plane(site, sites[other], float(apart[other]), radius, radii[other])
            )
    return cell


def _half_plane(site: np.ndarray, other: np.ndarray, apart: float, radius: float, its_radius: float) -> Any:
    """All that is nearer to `site` than to `other` by the power distance (distance² - radius²)."""
    share = (apart**2 + radius**2 - its_radius**2) / (2 * apart**2)
    share = min(max(share, 0.1), 0.9)  # a big neighbour never swallows the point itself
    ahead = (other - site) / apart
    foot, aside, far = site + share * (other - site), np.array([-ahead[1], ahead[0]]), 2.0
    return shapely.Polygon(
        [foot + far * aside, foot + far * (aside - ahead), foot - far * (aside + ahead), foot - far * aside]
    )
