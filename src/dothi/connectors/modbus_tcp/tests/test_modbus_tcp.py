"""A real Modbus server (pymodbus' own): what devices say becomes rows; one that is silent or refuses stops no other."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from pymodbus.constants import ExcCodes
from pymodbus.server import ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice

from dothi.connectors.modbus_tcp.registers import Register, WrongLine, blocks, parse
from dothi.connectors.sources import asking
from dothi.connectors.sources.kinds import get_kind
from dothi.connectors.sources.tests.sources import add, run_once
from dothi.connectors.tests.conftest import facts, stored  # noqa: F401 - a fixture
from dothi.connectors.trying import try_source

TABLE = """
# trạm bơm
1 input 0 float32 1 sumpLevel
1 holding 10 uint16 0.1 pumpedFlow
1 coil 0 bit 0=off,1=running pumpState
2 input 0 float32-cdab 1 sumpLevel
2 holding 10 uint16 0,1 pumpedFlow
3 input 0 float32 1 sumpLevel
"""


def words(value: float) -> list[int]:
    return list(struct.unpack(">HH", struct.pack(">f", value)))


def device(unit: int, level: list[int], flow: int, on: bool, action: Any = None) -> SimDevice:
    def block(address: int, values: Any, datatype: DataType = DataType.REGISTERS) -> list[SimData]:
        return [SimData(address, values=values, datatype=datatype)]

    coils, holding, read = block(0, [on] * 16, DataType.BITS), block(10, [flow]), block(0, level)
    return SimDevice(unit, simdata=(coils, coils, holding, read), action=action)


async def silent(*_: Any) -> None:
    await asyncio.sleep(30)


async def refuses(function: int, *_: Any) -> ExcCodes | None:
    return ExcCodes.DEVICE_BUSY if function == 3 else None


@contextmanager
def line(*devices: SimDevice, port: int = 0) -> Iterator[int]:
    """Devices behind one address; its port."""
    if not port:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
    ready, loop = threading.Event(), asyncio.new_event_loop()
    servers: list[ModbusTcpServer] = []

    async def serve() -> None:
        servers.append(ModbusTcpServer(list(devices), address=("127.0.0.1", port)))
        await servers[0].serve_forever(background=True)
        ready.set()
        await servers[0].serving

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    assert ready.wait(20)
    try:
        yield port
    finally:
        asyncio.run_coroutine_threadsafe(servers[0].shutdown(), loop)
        thread.join(20)


@pytest.fixture
def own_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")


def pumps(port: int, **how: Any) -> Any:
    mapping = get_kind("modbus_tcp").mapping_example()
    return add(
        "modbus_tcp", mapping=mapping, host="127.0.0.1", port=port, registers=TABLE, timeout_s=1, **how
    )


def test_registers_become_values_and_a_silent_or_busy_device_stops_no_other(
    stored: None,  # noqa: F811
    own_network: None,
) -> None:
    swapped = words(2.25)[::-1]
    with line(
        device(1, words(1.5), 215, True),
        device(2, swapped, 300, False, refuses),
        device(3, words(9), 0, False, silent),
    ) as port:
        source = pumps(port)
        tried = try_source(source)
        run = run_once(source)
    assert tried.trouble == "" and tried.rows[0][:4] == ["1", "1.5", "21.5", "running"], tried
    assert tried.sample is not None and len(tried.sample.entities) == 2
    assert (run.state, run.stored, run.refused) == ("done", 2, 2)
    assert run.reasons == {"device-refuses": 1, "device-silent": 1}
    assert "6 device busy" in run.rejects.get(reason="device-refuses").detail
    values = (
        "select e.urn, t.short, coalesce(a.num::text, a.txt) from entities_attribute a"
        " join entities_entity e on e.id = a.entity_id join entities_term t on t.id = a.term_id"
        " where t.short in ('sumpLevel', 'pumpedFlow', 'pumpState') order by 1, 2"
    )
    urn = "urn:ngsi-ld:DrainagePumpStation:tram-"
    assert facts(values) == [
        (f"{urn}1", "pumpState", "running"),
        (f"{urn}1", "pumpedFlow", "21.5"),
        (f"{urn}1", "sumpLevel", "1.5"),
        (f"{urn}2", "sumpLevel", "2.25"),
    ]


def test_it_comes_back_after_the_device_was_away(stored: None, own_network: None) -> None:  # noqa: F811
    with line(device(0, words(1.5), 215, True)) as port:
        source = pumps(port)
        assert run_once(source).state == "done"
    away = run_once(source)
    assert (away.state, away.error_code) == ("failed", "source-no-connection")
    with line(device(0, words(1.75), 215, True), port=port):
        assert run_once(source).state == "done"
    assert source.standing.failures == 0


def test_where_nobody_answers_it_says_so(stored: None, own_network: None) -> None:  # noqa: F811
    with line(device(9, words(1), 1, True)) as port:
        run = run_once(pumps(port))
    assert (run.state, run.error_code) == ("failed", "source-devices-silent"), run.error_fields


@pytest.mark.parametrize(
    ("written", "value", "expected"),
    [
        ("int16", [0xFFFE], -2),
        ("uint16", [0xFFFE], 65534),
        ("int32", [0xFFFF, 0xFFFE], -2),
        ("uint32-cdab", [2, 1], 65538),
        ("float32", words(1.5), 1.5),
        ("float32-cdab", words(1.5)[::-1], 1.5),
        ("float32-badc", [0xC03F, 0], 1.5),
        ("float32-dcba", [0, 0xC03F], 1.5),
        ("float32", [0x7FC0, 0], None),
        ("int64", [0, 0, 1, 0], 65536),
        ("float64", [0x3FF8, 0, 0, 0], 1.5),
    ],
)
def test_bytes_lie_as_the_type_says(written: str, value: list[int], expected: float | None) -> None:
    (one,) = parse(f"1 holding 0 {written} 1 x")
    assert (one.size, one.value(value)) == (len(value), expected)


def test_neighbours_are_asked_for_together_and_gaps_are_never_read_over() -> None:
    lines = [f"1 holding {number} uint16 1 v{number}" for number in (*range(130), 200)]
    found = blocks(parse("\n".join([*lines, "1 input 0 uint16 1 w", "2 holding 0 float32 1 x"])))
    assert [(one.function, one.start, one.count) for one in found[1]] == [
        ("holding", 0, 125),
        ("holding", 125, 5),
        ("holding", 200, 1),
        ("input", 0, 1),
    ]
    assert [(one.start, one.count) for one in found[2]] == [(0, 2)]
    assert isinstance(found[2][0].registers[0], Register)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("1 holding 0 float32 1", "register-parts"),
        ("1 write 0 float32 1 x", "register-function"),
        ("1 coil 0 float32 1 x", "register-type"),
        ("1 holding 0 bit 1 x", "register-type"),
        ("1 holding 0 float32-abdc 1 x", "register-type"),
        ("256 holding 0 int16 1 x", "register-number"),
        ("1 holding 65535 float32 1 x", "register-number"),
        ("1 holding ² int16 1 x", "register-number"),
        ("1 holding 0 int16 0 x", "register-number"),
        ("1 holding 0 int16 nan x", "register-number"),
        ("1 holding 0 int16 0=,1=on x", "register-number"),
        ("1 holding 0 int16 1 x\n1 holding 1 int16 1 x", "register-twice"),
    ],
)
def test_a_line_that_cannot_be_is_told_by_its_number(written: str, reason: str) -> None:
    with pytest.raises(WrongLine) as told:
        parse(written)
    assert (told.value.reason, told.value.line) == (reason, written.count("\n") + 1)
    with pytest.raises(asking.SettingsRefused, match="registers"):
        asking.read(get_kind("modbus_tcp").settings, {"host": "x", "registers": written})
