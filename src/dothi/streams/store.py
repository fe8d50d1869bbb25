"""The server's own stream of MQTT messages, and the writer's consumer on it.

The stream keeps a message only as long as some consumer wants it, so without the writer's consumer a PUBACK would
promise nothing: devices are let in only while it exists (`is_kept`). It is limited and refuses new messages when full
(`discard: new`): then a device gets no PUBACK and keeps its value, instead of an older value being lost.

A session of the writer makes a new consumer that begins right after the last stored message, and only then removes the
one before: redelivered and new messages can never mix, which with acknowledge-all would acknowledge what was not stored.
"""

from __future__ import annotations

import datetime as dt
import secrets
import shutil
from pathlib import Path
from typing import Any

from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DeliverPolicy,
    DiscardPolicy,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)
from nats.js.client import JetStreamContext
from nats.js.errors import NotFoundError

from dothi.streams.subjects import FILTER, STORED, STREAM

MAX_BYTES = 4 * 1024**3  # some 25 million small messages: hours of a whole province with the database away
_NAME = "writer-"
_ACK_WAIT_S = 600


async def ensure_stream(js: JetStreamContext, max_bytes: int = MAX_BYTES) -> dt.datetime:
    """Makes or limits the stream before the first device can; returns its birth (another birth is another count)."""
    config = StreamConfig(
        name=STREAM,
        subjects=[f"{STORED}>"],
        retention=RetentionPolicy.INTEREST,  # as the server itself would make it
        storage=StorageType.FILE,
        discard=DiscardPolicy.NEW,
        max_bytes=max_bytes,
    )
    try:
        found = await js.stream_info(STREAM)
    except NotFoundError:
        found = await js.add_stream(config)
    if (found.config.max_bytes, found.config.discard) != (max_bytes, DiscardPolicy.NEW):
        found = await js.update_stream(
            config=found.config.evolve(max_bytes=max_bytes, discard=DiscardPolicy.NEW)
        )
    assert found.created is not None
    return found.created


async def begin_after(js: JetStreamContext, seq: int) -> str:
    """A new durable consumer from `seq` + 1 on in place of those before it; returns its name."""
    before = await _names(js)
    name = _NAME + secrets.token_hex(4)
    await js.add_consumer(
        STREAM,
        ConsumerConfig(
            durable_name=name,
            filter_subject=FILTER,
            deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
            opt_start_seq=seq + 1,
            ack_policy=AckPolicy.ALL,
            ack_wait=_ACK_WAIT_S,
            max_ack_pending=-1,
        ),
    )
    for old in before:
        await js.delete_consumer(STREAM, old)
    return name


async def is_kept(js: JetStreamContext) -> bool:
    """Would a message that the server acknowledges now be kept for the writer?"""
    try:
        return bool(await _names(js))
    except NotFoundError:
        return False


async def _names(js: JetStreamContext) -> list[str]:
    infos: list[Any] = await js.consumers_info(STREAM)
    return [info.name for info in infos if info.name.startswith(_NAME)]


def room(folder: Path) -> int:
    """How large the stream may grow in this folder: never more than a third of what is free."""
    return min(MAX_BYTES, shutil.disk_usage(folder).free // 3)
