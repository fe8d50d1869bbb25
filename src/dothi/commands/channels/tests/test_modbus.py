"""A real Modbus server (pymodbus' own) as the controller: written once, read back where the engineer said."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from pymodbus.simulator import DataType, SimData, SimDevice

from dothi.commands.channels.kinds import NotSent, Unanswered
from dothi.commands.channels.modbus import kind
from dothi.commands.channels.modbus.kind import Settings, look, send
from dothi.commands.channels.modbus.points import WrongLine, parse
from dothi.commands.channels.tests.orders import order
from dothi.connectors.modbus_tcp.tests.test_modbus_tcp import line, refuses

POINTS = """
# lệnh         thiết bị
switch-lights  1 coil 3 off=0,on=1
run-pump       1 coil 4 off=0,running=1 discrete 4
set-level      1 holding 10 0.1
"""


@pytest.fixture(autouse=True)
def own_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
    monkeypatch.setattr(kind, "_EACH_S", 20.0)  # a loaded machine is no silent controller


def controller(action: Any = None) -> SimDevice:
    def bits() -> list[SimData]:
        return [SimData(0, values=[False] * 16, datatype=DataType.BITS)]

    registers = [SimData(0, values=[0] * 16, datatype=DataType.REGISTERS)]
    return SimDevice(1, simdata=(bits(), bits(), registers, registers), action=action)


def settings(port: int) -> Settings:
    return Settings(host="127.0.0.1", port=port, points=POINTS)


async def test_what_is_written_is_read_back_and_a_contact_of_its_own_decides() -> None:
    with line(controller()) as port:
        assert (await send(order("on"), settings(port))).shown
        assert (await send(order(4.5, "set-level"), settings(port))).said == "Modbus holding 10 = 45"
        pump = order("running", "run-pump")
        assert not (
            await send(pump, settings(port))
        ).shown  # the coil holds it, the contact says that the pump stands
        assert not await look(pump, settings(port))


async def test_a_refusal_is_an_answer_and_silence_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        line(controller(refused_writes)) as port,
        pytest.raises(NotSent, match="refused-there Modbus 6: device busy"),
    ):
        await send(order(), settings(port))
    heard: list[bytes] = []

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while told := await reader.read(100):
            heard.append(told)
        writer.close()

    monkeypatch.setattr(kind, "PATIENCE_S", 1.0)
    async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(Unanswered):
            await send(order(), settings(port))
    assert len(heard) <= 1  # never said again
    monkeypatch.undo()
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
    with pytest.raises(NotSent, match="no-connection"):
        await send(order(), settings(port))


async def refused_writes(function: int, *rest: Any) -> Any:
    return await refuses(3 if function in (5, 6) else 0, *rest)


async def test_what_the_table_does_not_have_is_not_sent() -> None:
    for one in (order("on", "dim"), order("flicker"), order(9999.0, "set-level")):
        with pytest.raises(NotSent, match="no-point"):
            await send(one, settings(1))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("run 1 coil 3", "point-line"), ("run 1 coil 3 off=0,on=1\nrun 1 coil 4 off=0,on=1", "point-line"), ("run 1 input 3 0.1", "point-place"),
        ("run 1 coil 70000 a=1", "point-place"), ("run 1 coil 3 0.1", "point-means"), ("run 1 coil 3 a=2", "point-means"),
        ("run 1 holding 3 nan", "point-means"), ("run 1 holding 3 a=5 coil 3", "point-means"), ("run ² coil 3 a=1", "point-place"),
    ],
)  # fmt: skip
def test_a_line_that_means_nothing_is_refused(text: str, reason: str) -> None:
    with pytest.raises(WrongLine) as refused:
        parse(text)
    assert refused.value.reason == reason
