"""A whole file into the mirror."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from dothi.connectors.files.tables import open_table
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, DothiError
from dothi.kernel.i18n import message_of
from dothi.publicservices.mirroring import storing
from dothi.publicservices.mirroring.mapping import Mapping
from dothi.publicservices.mirroring.reading import Reader
from dothi.publicservices.models import Feed


def get_feed(code: str) -> Feed:
    """Raises BadRequest: nobody said what this feed is."""
    found = Feed.objects.filter(code=code[:60], is_on=True).first()
    if found is None:
        raise BadRequest("publicservices-feed-does-not-exist", feed=code[:60])
    return found


def import_file(
    path: Path, mapping: Mapping, *, told: int | None = None, dry: bool = False, progress: Callable[[float, int], None] | None = None
) -> storing.Mirror:  # fmt: skip
    """Raises MappingError, TableError (the file as a whole cannot be read), BadRequest. What was stored before an error stays."""
    feed = get_feed(mapping.feed)
    mirror = storing.begun(feed, path.name, sha256=digest_of(path), told=told, dry=dry)
    try:
        with open_table(path, mapping.shape) as table:
            reader = Reader(mapping, table, mirror.refuse, clock.now())
            for batch in storing.batches(reader.told()):
                mirror.store(batch)
                if progress is not None:
                    progress(table.fraction(), mirror.tally.rows)
    except DothiError as error:
        storing.ended(mirror, message_of(error, "vi"))
        raise
    storing.ended(mirror)
    return mirror


def digest_of(path: Path) -> str:
    """Raises BadRequest: it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BadRequest("file-unreadable", file=path.name, detail=error.strerror or "") from error
