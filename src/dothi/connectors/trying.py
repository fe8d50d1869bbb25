"""The test of a source: it really connects, says what happened step by step, and shows what its mapping would make of the first rows.

Nothing is stored, nothing is marked as taken.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from asgiref.sync import async_to_sync

from dothi.connectors.actions import Sample
from dothi.connectors.files import mapping as mappings
from dothi.connectors.files.cells import text
from dothi.connectors.files.payloads import payload
from dothi.connectors.files.readings import Reader, Reading, Reject
from dothi.connectors.files.tables import Row, table_of_rows
from dothi.connectors.models import Source, SourceMessage
from dothi.connectors.sources import asking, records, secrets
from dothi.connectors.sources.errors import SourceError
from dothi.connectors.sources.kinds import Asked, Piece, Sent, Steps, Way, get_kind
from dothi.connectors.sources.messages import Collected
from dothi.connectors.suggesting import suggest
from dothi.kernel.errors import DothiError
from dothi.kernel.i18n import message_of, t

logger = logging.getLogger(__name__)
LIMIT_S = 25.0
ROWS = 8
LISTEN_S = 10.0  # how long a test waits for somebody to say something


@dataclass(slots=True)
class Tried:
    """What a test found. `trouble`: why it went no further, in words."""

    steps: list[str] = field(default_factory=list)
    columns: Sequence[str] = ()
    rows: list[list[str]] = field(default_factory=list)
    sample: Sample | None = None
    trouble: str = ""
    suggested: str = ""  # a first mapping, where there is none yet


def try_source(source: Source, sent: Sent | None = None) -> Tried:
    """Connects as the worker would, within half a minute. `sent`: an example of what somebody will send to us."""
    steps, tried, log = Steps(), Tried(), Collected()
    try:
        mapping = _mapping(source)
        opened = {one.name: secrets.decrypt(one.token) for one in source.secrets.all()}
        kind = get_kind(source.kind)
        settings = asking.read(kind.settings, {**source.settings, **opened})
        asked = Asked(settings, mapping, {}, None, source=source.code, sample=True, steps=steps, log=log)
        if sent is not None and kind.takes is not None:
            _look(kind.takes(asked, sent), mapping, tried)
        else:
            async_to_sync(_try)(source, asked, tried)
    except DothiError as error:
        tried.trouble = message_of(error)
    except TimeoutError:
        tried.trouble = message_of(SourceError("run-too-long", seconds=LIMIT_S))
    except Exception as error:  # as a run of the worker tells it
        logger.exception("the test of a source failed by a fault of ours", extra={"source": source.code})
        tried.trouble = message_of(SourceError("fault", detail=type(error).__name__))
    SourceMessage.objects.bulk_create(SourceMessage(source=source, **one.row()) for one in log.messages)
    tried.steps = [t(name, **fields) for name, fields in steps.taken]
    return tried


def _mapping(source: Source) -> Any:
    return records.mapping_of(source.mapping_text, file=source.code) if source.mapping_text.strip() else None


async def _try(source: Source, asked: Asked, tried: Tried) -> None:
    kind = get_kind(source.kind)
    if kind.fetch is None:
        return
    async with asyncio.timeout(LISTEN_S if kind.way is Way.LISTEN else LIMIT_S):
        async with aclosing(kind.fetch(asked)) as pieces:  # type: ignore[type-var]
            async for piece in pieces:
                await asyncio.to_thread(_look, piece, asked.mapping, tried)
                return
    asked.steps.add("nothing")


def _look(piece: Piece, mapping: Any, tried: Tried) -> None:
    rows = list(islice(piece.rows, 200))
    tried.columns = piece.columns
    tried.rows = [[text(cell)[:80] for cell in cells] for _, cells in rows[:ROWS]]
    if mapping is None:
        tried.suggested = suggest(piece.columns, [cells for _, cells in rows])
    elif not isinstance(mapping, mappings.Mapping):
        tried.sample = _sample_of_records(piece.columns, rows, mapping)
    else:
        tried.sample = sample_of(piece.columns, rows, mapping)


def _sample_of_records(columns: Sequence[str], rows: Iterable[Row], mapping: Any) -> Sample:
    """What would be taken and what refused; nothing is written."""
    rejects: list[Reject] = []
    take = records.get(mapping.records, mapping.file).opened(mapping, "", True)
    taken = take(columns, rows, rejects.append)
    ignored = [name for name in columns if name and name not in mapping.columns]
    return Sample([], rejects[:50], ignored, taken.tally)


def sample_of(columns: Sequence[str], rows: Iterable[Row], mapping: mappings.Mapping) -> Sample:
    """What the mapping makes of these rows: the first entities and what it refuses."""
    rejects: list[Reject] = []
    reader = Reader(mapping, table_of_rows(columns, rows), {}, rejects.append)
    readings: list[Reading] = list(reader.readings())
    told: set[str] = set()
    entities: list[dict[str, Any]] = []
    for one in readings[:ROWS]:
        entities.append(payload(one, mapping, first=one.entity not in told))
        told.add(one.entity)
    return Sample(entities, rejects[:50], reader.ignored_columns, reader.tally)
