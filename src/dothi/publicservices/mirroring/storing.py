"""A feed's rows into the mirror, in batches of a thousand: rows, refusals and counts of a batch are one transaction."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import connection, transaction

from dothi.kernel import clock
from dothi.kernel.sql import statement
from dothi.publicservices.mirroring.judged import Facing, Refused, kept
from dothi.publicservices.mirroring.known import Versions, standing
from dothi.publicservices.mirroring.told import Told
from dothi.publicservices.models import Dossier, Feed, FeedReject, FeedRun
from dothi.publicservices.states import OPEN

Refuse = Callable[[int, str, str, str], None]  # line, code, reason, detail
BATCH = 1000
MOST_REJECTS = 1000  # listed of one delivery; the rest is only counted


@dataclass(slots=True)
class Tally:
    """`rows` = stored + same + refused, always."""

    rows: int = 0
    stored: int = 0
    same: int = 0
    refused: int = 0
    flagged: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Mirror:
    """One delivery of one feed. `refuse` is given to its reader."""

    feed: Feed
    run: FeedRun
    versions: Versions
    dry: bool = False
    tally: Tally = field(default_factory=Tally)
    heard: Refuse | None = None  # instead of `refuse`, where somebody else is told of refusals, too
    _rejects: list[FeedReject] = field(default_factory=list)

    def refuse(self, line: int, code: str, reason: str, detail: str = "") -> None:
        self.tally.rows += 1
        self.tally.refused += 1
        self.tally.reasons[reason] += 1
        if self.tally.refused <= MOST_REJECTS:
            fields = {"detail": _storable(detail)} if detail else {}
            self._rejects.append(
                FeedReject(
                    run=self.run, line=line, code=_storable(code)[:80], reason=reason[:40], fields=fields
                )
            )

    def store(self, batch: list[Told]) -> None:
        """One transaction. The later of two rows of one code holds."""
        latest = {one.code: one for one in batch}
        self.tally.rows += len(batch)
        self.tally.same += len(batch) - len(latest)
        codes, now = sorted(latest), clock.now()
        with transaction.atomic():
            own, elsewhere = standing(self.feed.pk, codes)
            facing = Facing(self.versions, own, elsewhere, now)
            rows = [row for code in codes if (row := self._judged(latest[code], facing)) is not None]
            if not self.dry:
                self._write(rows, elsewhere, now)
                self.note()
            else:
                self.tally.stored += len(rows)

    def note(self) -> None:
        """Counts and refusals so far."""
        FeedReject.objects.bulk_create(self._rejects)
        self._rejects.clear()
        names = ("rows", "stored", "same", "refused", "flagged")
        FeedRun.objects.filter(pk=self.run.pk).update(**{name: getattr(self.tally, name) for name in names})

    def _judged(self, told: Told, facing: Facing) -> dict[str, Any] | None:
        try:
            row = kept(told, facing)
        except Refused as error:
            self.tally.rows -= 1  # `refuse` counts it again
            (self.heard or self.refuse)(told.line, told.code, error.reason, error.detail)
            return None
        self.tally.flagged += bool(row["flags"])
        self.tally.flags.update(row["flags"])
        return row

    def _write(self, rows: list[dict[str, Any]], elsewhere: set[str], now: dt.datetime) -> None:
        if not rows:
            return
        codes = [row["code"] for row in rows]
        origin = self.feed.origin
        given: dict[str, Any] = {
            "feed": self.feed.pk,
            "now": now,
            "run": self.run.pk,
            "origin": origin,
            "generated": self.feed.generated,
        }
        with connection.cursor() as cursor:
            cursor.execute(_sql("store"), given | {"rows": json.dumps(rows, default=_as_json)})
            stored = int(cursor.fetchone()[0])
            if stored < len(rows):
                newest = max(row["told_at"] for row in rows)
                cursor.execute(
                    _sql("seen"),
                    {"feed": self.feed.pk, "codes": codes, "now": now, "told": newest, "open": list(OPEN)},
                )
            if elsewhere:
                cursor.execute(
                    _sql("elsewhere"), {"feed": self.feed.pk, "codes": sorted(elsewhere), "now": now}
                )
        self.tally.stored += stored
        self.tally.same += len(rows) - stored


def begun(feed: Feed, name: str, *, sha256: str = "", told: int | None = None, dry: bool = False) -> Mirror:
    """A delivery begins: its row stands before its first dossier. `told`: how many dossiers the system itself says that it holds."""
    run = FeedRun(feed=feed, name=name[:200], sha256=sha256, begun_at=clock.now(), told=told)
    if not dry:
        run.save()
    return Mirror(feed, run, Versions(feed.code), dry)


def ended(mirror: Mirror, why: str = "") -> FeedRun:
    """Its counts, how many dossiers of the feed are held now, and why it ended before its end."""
    run = mirror.run
    if mirror.dry:
        return run
    mirror.note()
    held = Dossier.objects.filter(feed=mirror.feed).count()
    FeedRun.objects.filter(pk=run.pk).update(ended_at=clock.now(), held=held, why=why[:300])
    run.refresh_from_db()
    return run


def batches(told: Iterable[Told]) -> Iterator[list[Told]]:
    rows = iter(told)
    while batch := list(islice(rows, BATCH)):
        yield batch


def store(told: Iterable[Told], mirror: Mirror) -> Tally:
    """All of it, batch by batch."""
    for batch in batches(told):
        mirror.store(batch)
    return mirror.tally


def _as_json(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\x00", "")[:120]


def _sql(name: str) -> str:
    return statement("dothi.publicservices", "sql/mirroring.sql", name)
