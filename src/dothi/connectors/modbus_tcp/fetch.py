"""One round: every device behind one address is asked for its registers; each device that answers is a row.

A device that is silent or refuses is a refused row with its reason, the others behind the same gateway are stored. After a silence
the connection is made anew: an answer that comes late would else be taken for that of the next device.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pymodbus.client import AsyncModbusTcpClient
from pymodbus.exceptions import ModbusException
from pymodbus.pdu import ModbusPDU

from dothi.connectors.files.cells import Cell
from dothi.connectors.files.errors import RowError
from dothi.connectors.files.tables import Row, WrongLine
from dothi.connectors.modbus_tcp.registers import Block, blocks, parse
from dothi.connectors.sources.documents import RECEIVED
from dothi.connectors.sources.errors import SourceError
from dothi.connectors.sources.kinds import Asked, Piece
from dothi.kernel import clock, egress

if TYPE_CHECKING:
    from dothi.connectors.modbus_tcp.kind import Settings

DEVICE = "device"
REFUSALS = {
    1: "illegal function", 2: "illegal data address", 3: "illegal data value", 4: "device failure", 5: "acknowledge",
    6: "device busy", 8: "memory parity error", 10: "gateway path unavailable", 11: "gateway target device failed to respond",
}  # fmt: skip


class _Silent(Exception):
    """No answer in time, or the connection went away."""


@dataclass(slots=True)
class Line:
    """A connection to one address, made when it is needed. Whoever commands devices may use it, too."""

    host: str
    port: int
    timeout_s: float
    _client: AsyncModbusTcpClient | None = field(default=None, repr=False)

    async def connected(self) -> AsyncModbusTcpClient:
        """Raises SourceError."""
        if self._client is None:
            try:
                address = await egress.address_of(self.host, self.port)
            except egress.EgressRefused as refused:
                raise SourceError("inside", permanent=True, host=self.host) from refused
            except OSError as error:
                raise SourceError("no-connection", host=self.host, detail=str(error)[:200]) from error
            self._client = AsyncModbusTcpClient(
                address, port=self.port, timeout=self.timeout_s, retries=0, reconnect_delay=0
            )
            if not await self._client.connect():
                self.close()
                raise SourceError("no-connection", host=self.host, detail=f"port {self.port}")
        return self._client

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    async def read(self, block: Block) -> Sequence[int | bool]:
        """The words or bits of a block. Raises RowError when the device refuses, _Silent, SourceError."""
        client = await self.connected()
        ask: dict[str, Any] = {
            "holding": client.read_holding_registers,
            "input": client.read_input_registers,
            "coil": client.read_coils,
            "discrete": client.read_discrete_inputs,
        }
        try:
            answer: ModbusPDU = await ask[block.function](
                block.start, count=block.count, device_id=block.unit
            )
        except (ModbusException, OSError) as error:
            self.close()
            raise _Silent from error
        if answer.isError():
            code = int(getattr(answer, "exception_code", 0))
            said = REFUSALS.get(code, "?")
            raise RowError("device-refuses", f"{block.unit} {block.function} {block.start}: {code} {said}")
        words: Sequence[int | bool] = (
            answer.bits if block.function in ("coil", "discrete") else answer.registers
        )
        if len(words) < block.count:
            raise RowError("device-refuses", f"{block.unit} {block.function} {block.start}: {len(words)}")
        return words


async def fetch(asked: Asked) -> AsyncIterator[Piece]:
    """One piece: a row for each device. Raises SourceError when none answers."""
    settings: Settings = asked.settings
    registers = parse(settings.registers)
    names = tuple(dict.fromkeys(one.name for one in registers))
    line, devices = Line(settings.host, settings.port, settings.timeout_s), blocks(registers)
    rows: list[Row] = []
    answered = 0
    try:
        await line.connected()
        asked.steps.add("connected", host=settings.host)
        for number, (unit, wanted) in enumerate(devices.items(), 1):
            found, wrong = await _of_device(line, wanted)
            answered += bool(found)
            asked.steps.add(
                "device", device=unit, values=len(found), of=sum(len(one.registers) for one in wanted)
            )
            if found:
                cells: list[Cell] = [unit, *(found.get(name) for name in names), clock.iso(clock.now())]
                rows.append((number, cells))
            rows += [(number, WrongLine(error)) for error in wrong]
    finally:
        line.close()
    if not answered:
        told = "; ".join(cells.error.detail for _, cells in rows if isinstance(cells, WrongLine))
        raise SourceError("devices-silent", host=settings.host, detail=told[:300])
    yield Piece("", (DEVICE, *names, RECEIVED), rows)


async def _of_device(line: Line, wanted: list[Block]) -> tuple[dict[str, Cell], list[RowError]]:
    """Its values by name, and what went wrong on the way; a device that is silent once is not asked for more in this round."""
    found: dict[str, Cell] = {}
    wrong: list[RowError] = []
    for block in wanted:
        try:
            found |= dict(block.values(await line.read(block)))
        except RowError as error:
            wrong.append(error)
        except _Silent:
            wrong.append(RowError("device-silent", f"{block.unit} {block.function} {block.start}"))
            break
    return found, wrong
