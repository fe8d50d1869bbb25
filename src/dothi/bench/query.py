"""`query`: type, `q` on a number and `near` together, pages of 20, at 20,000 and at 100,000 entities (or `--entities`).

Two connections, as many as cores: the figure is how long one answer takes, not how many can be squeezed out.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from urllib.parse import urlencode

from dothi.bench import city, load
from dothi.bench.engines import engines
from dothi.bench.report import Figure, all_well, figure

SIZES = (20_000, 100_000)
CONNECTIONS, QUERIES = 2, 600
KINDS = {"station": ("BenchStation", "pm25"), "common": ("StreetLight", "pm10")}


def run(tell: Callable[[str], None] = lambda text: None, entities: int | None = None) -> list[Figure]:
    """The figures of this bench."""
    figures = []
    for size in SIZES if entities is None else (entities,):
        with engines() as bench:
            city.fill(bench.database_url, size)
            for kind, (type_, attribute) in KINDS.items():
                tell(f"query.{kind} at {size:,}")
                chance = random.Random(1)  # noqa: S311 - the same questions in every run
                paths = [_path(chance, type_, attribute) for _ in range(QUERIES)]
                requests: list[load.Request] = [("GET", path, "") for path in paths]
                all_well(load.put("127.0.0.1", bench.addresses.port, bench.key, CONNECTIONS, requests[:50]))
                result = all_well(
                    load.put("127.0.0.1", bench.addresses.port, bench.key, CONNECTIONS, requests)
                )
                figures.append(
                    figure(f"query.{kind}.{size}", QUERIES / result.seconds, "queries/s", None, result.took)
                )
    return figures


def _path(chance: random.Random, type_: str, attribute: str) -> str:
    """Somewhere in the city, 2 km around; a value that half of them have."""
    lon, lat = (start + chance.random() * city.WIDE for start in (city.WEST, city.SOUTH))
    asked = {
        "type": type_, "q": f"{attribute}>{chance.randint(40, 60)}", "georel": "near;maxDistance==2000", "geometry": "Point",
        "coordinates": f"[{lon:.5f},{lat:.5f}]", "limit": "20",
    }  # fmt: skip
    return "/ngsi-ld/v1/entities?" + urlencode(asked)
