"""A controller that takes commands as a coil or a holding register by Modbus TCP; what it holds afterwards is read back.

Where the controller has a contact that tells what the device really does, that one is read; else the written point itself, which
proves that the controller has it. A write is said once: no retry, one connection for each command.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pymodbus.client import AsyncModbusTcpClient
from pymodbus.exceptions import ModbusException
from pymodbus.pdu import ModbusPDU

from dothi.commands.channels.kinds import PATIENCE_S, Answer, Kind, NotSent, Order, Unanswered
from dothi.commands.channels.modbus import points
from dothi.commands.channels.modbus.points import Place, Point
from dothi.connectors.modbus_tcp.fetch import REFUSALS, Line
from dothi.connectors.sources.asking import ask
from dothi.connectors.sources.errors import SourceError

_EACH_S = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One address and the point of each command. Modbus knows no user and no encryption: the network must be closed."""

    host: str = ask(whereto=True, example="10.20.1.15")
    port: int = ask(502, whereto=True, lowest=1, highest=65535)
    points: str = ask(
        long=True, example="run-pump 1 coil 12 off=0,running=1 discrete 3\nset-level 1 holding 40 0.1"
    )

    def wrong(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """A table that can be read, by its line."""
        try:
            if not points.parse(self.points):
                yield "points", "missing", {}
        except points.WrongLine as wrong:
            yield "points", wrong.reason, {"line": wrong.line, "told": wrong.told[:60]}


async def send(order: Order, settings: Settings) -> Answer:
    point, wanted = _wanted(order, settings)
    line = Line(settings.host, settings.port, _EACH_S)
    try:
        async with asyncio.timeout(PATIENCE_S):
            client = await line.connected()
            said = await _write(client, point.place, wanted)
            return Answer(said, shown=await _holds(client, point, wanted))
    except SourceError as error:
        reason = error.code.removeprefix("source-")
        raise NotSent("no-connection" if reason == "no-connection" else "channel", reason) from error
    except TimeoutError as error:
        raise Unanswered("Modbus") from error
    finally:
        line.close()


async def look(order: Order, settings: Settings) -> bool:
    """Does the controller hold it by now? A silent one does not say so."""
    point, wanted = _wanted(order, settings)
    line = Line(settings.host, settings.port, _EACH_S)
    try:
        async with asyncio.timeout(PATIENCE_S):
            return await _holds(await line.connected(), point, wanted)
    except (SourceError, TimeoutError):
        return False
    finally:
        line.close()


def _wanted(order: Order, settings: Settings) -> tuple[Point, int]:
    """Raises NotSent: the channel has no point for this command, or none for this value."""
    point = points.parse(settings.points).get(order.code)
    wanted = point.raw(order.value) if point is not None else None
    if point is None or wanted is None:
        raise NotSent("no-point", order.code)
    return point, wanted


async def _write(client: AsyncModbusTcpClient, place: Place, wanted: int) -> str:
    try:
        if place.function == "coil":
            answer: ModbusPDU = await client.write_coil(place.address, bool(wanted), device_id=place.unit)
        else:
            answer = await client.write_register(place.address, wanted, device_id=place.unit)
    except (ModbusException, OSError) as error:
        raise Unanswered("Modbus") from error
    if answer.isError():
        code = int(getattr(answer, "exception_code", 0))
        raise NotSent("refused-there", f"Modbus {code}: {REFUSALS.get(code, '?')}")
    return f"Modbus {place.function} {place.address} = {wanted}"


async def _holds(client: AsyncModbusTcpClient, point: Point, wanted: int) -> bool:
    place = point.shown
    ask_for = {
        "coil": client.read_coils,
        "discrete": client.read_discrete_inputs,
        "holding": client.read_holding_registers,
        "input": client.read_input_registers,
    }
    try:
        answer: ModbusPDU = await ask_for[place.function](place.address, count=1, device_id=place.unit)
    except (ModbusException, OSError):
        return False
    if answer.isError():
        return False
    found = answer.bits if place.function in points.BITS else answer.registers
    return bool(found) and int(found[0]) == wanted


KIND = Kind("modbus", Settings, send, look)
