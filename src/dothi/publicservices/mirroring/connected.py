"""Dossiers by a connected source: whatever kind it is (a query of a database, an interface, a folder), its rows end in the mirror."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from dothi.connectors.files.readings import Reject, Tally
from dothi.connectors.files.tables import Row, table_of_rows
from dothi.connectors.sources.records import Destination, Take, Taken, goes_to
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, DothiError
from dothi.kernel.i18n import message_of
from dothi.publicservices.mirroring import storing
from dothi.publicservices.mirroring.files import get_feed
from dothi.publicservices.mirroring.mapping import RECORDS, Mapping, parse
from dothi.publicservices.mirroring.reading import Reader
from dothi.publicservices.mirroring.told import Told
from dothi.publicservices.models import Feed


@dataclass(slots=True)
class _Newest:
    """Passes rows on and remembers the latest instant of which one spoke."""

    at: dt.datetime | None = None

    def through(self, rows: Iterable[Told]) -> Iterator[Told]:
        for one in rows:
            self.at = one.told_at if self.at is None else max(self.at, one.told_at)
            yield one


def _opened(mapping: Mapping, source: str, dry: bool) -> Take:
    """Raises BadRequest: nobody described the feed, or it does not say that this source delivers it."""
    feed = get_feed(mapping.feed)
    if source and feed.source != source:
        raise BadRequest("publicservices-feed-not-of-source", feed=feed.code, source=source)

    def take(columns: Sequence[str], rows: Iterable[Row], refuse: Callable[[Reject], None]) -> Taken:
        return _taken(feed, mapping, columns, rows, refuse, source, dry)

    return take


def _taken(
    feed: Feed, mapping: Mapping, columns: Sequence[str], rows: Iterable[Row], refuse: Callable[[Reject], None], source: str, dry: bool
) -> Taken:  # fmt: skip
    mirror, newest = storing.begun(feed, source, dry=dry), _Newest()

    def refused(line: int, code: str, reason: str, detail: str = "") -> None:
        mirror.refuse(line, code, reason, detail)
        refuse(Reject(line, "", code, reason, detail[:255]))

    mirror.heard = refused
    try:
        reader = Reader(mapping, table_of_rows(columns, rows), refused, clock.now())
        storing.store(newest.through(reader.told()), mirror)
    except DothiError as error:
        storing.ended(mirror, message_of(error, "vi"))
        raise
    storing.ended(mirror)
    told = mirror.tally
    counts = Tally(
        rows=told.rows,
        stored=told.stored + told.same,
        refused=told.refused,
        values=told.stored,
        reasons=dict(told.reasons),
    )
    return Taken(counts, newest.at)


def register() -> None:
    goes_to(Destination(RECORDS, lambda text, file: parse(text, file=file), _opened))
