"""Our own broker: the topic of the entity, QoS 0, signed for each key that may hear it (`signing.py`). See streams/commands.py."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import nats
import nats.errors
from psycopg import AsyncConnection, Error

from dothi.commands.channels.kinds import Answer, Kind, NotSent, Order, Unanswered
from dothi.commands.channels.mqtt.signing import signed_for
from dothi.kernel.engines import addresses
from dothi.kernel.errors import ConfigurationError
from dothi.streams import commands as broker


@dataclass(frozen=True, slots=True)
class Settings:
    """Nothing to set: every device that has no channel of its own is reached here."""


async def send(order: Order, settings: Settings) -> Answer:
    """Returns when the broker has it; whether a device is there, only the device can say."""
    try:
        async with await AsyncConnection.connect(addresses.database_url(), autocommit=True) as connection:
            message = await signed_for(connection, order)
        nc = await nats.connect(addresses.nats_url(), allow_reconnect=False, connect_timeout=2)
    except (nats.errors.Error, OSError, ConfigurationError, TimeoutError, Error) as error:
        raise NotSent("broker") from error
    try:
        await broker.send(nc, order.urn, message)
    except broker.Unanswered as error:
        raise Unanswered from error
    except (nats.errors.Error, OSError) as error:
        raise NotSent("broker") from error
    finally:
        with suppress(nats.errors.Error, OSError):
            await nc.close()
    return Answer()


KIND = Kind("mqtt", Settings, send, chosen=False)
