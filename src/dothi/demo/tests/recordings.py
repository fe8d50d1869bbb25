"""Real recordings by the packs' own mappings: a part of one through the store, or a whole one read without a database."""

from __future__ import annotations

from pathlib import Path

from dothi.connectors import actions
from dothi.connectors.files import mapping as mappings
from dothi.connectors.files.readings import Reader, Reject, Tally
from dothi.connectors.files.stations import read_stations
from dothi.connectors.files.tables import open_table
from dothi.connectors.models import Import
from dothi.kernel.origin import Origin
from dothi.packs.folder import SHIPPED


def mapping_text(pack: str, name: str) -> str:
    return (SHIPPED / pack / "mappings" / name).read_text(encoding="utf-8")


def import_by(text: str, path: Path, stations: Path | None = None) -> Import:
    """The file stored as a replay by a mapping's text; every row of it is accounted for."""
    mapping = mappings.parse(text, file="mapping.toml")
    row = actions.register_import(
        path, mapping, text, by=None, origin=Origin.REPLAYED, stations_folder=stations
    )
    actions.run_import(row.pk)
    row.refresh_from_db()
    assert row.rows == row.stored + row.refused + row.filtered + row.empty
    return row


def read(pack: str, name: str, path: Path) -> Tally:
    """A whole file, without a database; every row of it is accounted for."""
    mapping, rejects = mappings.parse(mapping_text(pack, name), file=name), list[Reject]()
    with open_table(path, mapping.shape) as table:
        reader = Reader(mapping, table, read_stations(mapping, [path.parent]), rejects.append)
        assert sum(1 for _ in reader.readings()) == reader.tally.stored
    tally = reader.tally
    assert tally.rows == tally.stored + tally.refused + tally.filtered + tally.empty
    return tally
