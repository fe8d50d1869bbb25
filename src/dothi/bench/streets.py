"""Streets of our own making for the bench of road times: a grid over the square of `city`, every fourth a secondary and every twelfth a
primary one. Nothing of it exists; what is measured with it says simulated.

The tiles lie ready-made beside this file (`streets.tar.xz`), for pyvalhalla for Python 3.11 cannot make any. They are made again by
`python -m dothi.bench.streets streets.tar.xz`, where `valhalla_build_tiles` of pyvalhalla 3.9.1 is on the PATH.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from dothi.bench import city

ACROSS = 168  # streets in each direction: blocks of 330 m
_MADE = Path(__file__).with_name("streets.tar.xz")


@contextmanager
def laid() -> Iterator[Path]:
    """The folder for DOTHI_ROADS, while the bench runs. Raises ImportError where pyvalhalla is not installed."""
    from dothi.forces import roads

    with TemporaryDirectory(prefix="dothi-bench-streets-") as home:
        with tarfile.open(_MADE) as packed:
            packed.extractall(home, filter="data")
        roads.configure(Path(home))
        yield Path(home)


def _draw(path: Path) -> None:
    """Nodes row by row from the south-west corner, then the ways from west to east, then those from south to north."""
    import osmium
    from osmium.osm.mutable import Node, Way

    step, nodes = city.WIDE / (ACROSS - 1), range(ACROSS)
    writer = osmium.SimpleWriter(str(path))
    for row in nodes:
        for column in nodes:
            place = (round(city.WEST + column * step, 7), round(city.SOUTH + row * step, 7))
            writer.add_node(Node(id=row * ACROSS + column + 1, version=1, location=place))
    for number in nodes:
        across = [number * ACROSS + column + 1 for column in nodes]
        writer.add_way(Way(id=number + 1, version=1, nodes=across, tags={"highway": _kind(number)}))
    for number in nodes:
        along = [row * ACROSS + number + 1 for row in nodes]
        writer.add_way(Way(id=ACROSS + number + 1, version=1, nodes=along, tags={"highway": _kind(number)}))
    writer.close()


def _kind(number: int) -> str:
    return "primary" if number % 12 == 0 else "secondary" if number % 4 == 0 else "residential"


def make(packed: Path) -> None:
    """Draws the streets, has tiles made of them and packs them."""
    with TemporaryDirectory() as home:
        tiles, drawn, settings = Path(home, "tiles"), Path(home, "streets.osm.pbf"), Path(home, "build.json")
        tiles.mkdir()
        _draw(drawn)
        told = {"mjolnir": {"tile_dir": str(tiles), "tile_extract": ""}}
        settings.write_text(json.dumps(told), encoding="utf-8")
        subprocess.run(["valhalla_build_tiles", "-c", str(settings), str(drawn)], check=True)
        with tarfile.open(packed, "w:xz") as archive:
            archive.add(tiles, "tiles")


if __name__ == "__main__":
    make(Path(sys.argv[1]))
