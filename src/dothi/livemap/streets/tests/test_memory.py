"""The memory of an import does not grow with its extract: a server of 4 GB takes a province as it takes a ward."""

import os
import subprocess
import sys
from pathlib import Path

import osmium
import pytest
from osmium.osm import mutable

from dothi.livemap.streets import side_by_side

pytestmark = pytest.mark.slow
LON, LAT, APART = 107.05, 10.33, 0.0004
ALONE = """
import os, re, sys
from pathlib import Path
import django

def private(pid):  # MB that no file holds
    try:
        return int(re.search(r"RssAnon:\\s+(\\d+)", Path(f"/proc/{pid}/status").read_text())[1]) / 1024
    except (OSError, TypeError):  # gone meanwhile
        return 0

def of_all():
    me = os.getpid()
    return sum(map(private, [me, *Path(f"/proc/{me}/task/{me}/children").read_text().split()]))

if __name__ == "__main__":
    django.setup()
    from dothi.livemap.streets import reading, tiles
    what, extract = sys.argv[1], Path(sys.argv[2])
    seen = []
    if what == "read":
        for _ in reading.batches(extract, extract.with_suffix(".nodes"), True):
            seen.append(of_all())
    else:
        tiles.import_streets(extract, progress=lambda *_: seen.append(of_all()))
    print(max(seen))
"""


def town(path: Path, houses: int) -> Path:
    """Streets first and all houses after them, as extracts have it that were made by numbers: the worst order for a reader."""
    side, writer, nodes = round(houses**0.5), osmium.SimpleWriter(str(path), 4 << 20), 0
    corners = ((0, 0), (0.5, 0), (0.5, 0.5), (0, 0.5))
    for number in range(houses):
        x, y = divmod(number, side)
        for east, north in corners:
            nodes += 1
            at = (LON + (x + east) * APART, LAT + (y + north) * APART)
            writer.add_node(mutable.Node(id=nodes, location=at, version=1))
    for number in range(0, houses - side, 10):
        first = 4 * number + 1
        street = {"highway": "residential", "name": f"Đường số {number % 600}"}
        writer.add_way(mutable.Way(id=number + 1, nodes=[first, first + 4 * side], tags=street, version=1))
    for number in range(houses):
        outline = [4 * number + corner for corner in (1, 2, 3, 4, 1)]
        writer.add_way(mutable.Way(id=houses + number, nodes=outline, tags={"building": "yes"}, version=1))
    writer.close()
    return path


def highest(what: str, extract: Path) -> float:
    """The most private memory of a process that does this and of those beside it, in MB."""
    environment = os.environ | {
        "DOTHI_DATA": str(extract.parent),
        "DJANGO_SETTINGS_MODULE": "dothi.config.settings",
    }
    script = extract.with_name("alone.py")  # a file: the processes beside it start from it again
    script.write_text(ALONE, encoding="utf-8")
    command = [sys.executable, script, what, extract]
    done = subprocess.run(
        command, env=environment, check=True, stdout=subprocess.PIPE, text=True, timeout=900
    )
    return float(done.stdout)


def test_reading_ten_times_the_houses_takes_no_more_memory(tmp_path: Path) -> None:
    """Held until the end of the file, the larger one's areas alone would be 50 MB more."""
    ward = highest("read", town(tmp_path / "ward.osm.pbf", 40_000))
    province = highest("read", town(tmp_path / "province.osm.pbf", 400_000))
    assert province < ward + 25, f"{ward:.0f} MB, then {province:.0f} MB"


def test_a_whole_import_keeps_within_what_the_how_to_promises(tmp_path: Path) -> None:
    beside = min(len(os.sched_getaffinity(0)), side_by_side.MOST_WORKERS)
    most = highest("import", town(tmp_path / "town.osm.pbf", 150_000))
    assert most < 180 + 70 * beside, f"{most:.0f} MB"
