"""Modbus TCP: registers of pumps, meters, PLCs, and of the devices behind a gateway."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dothi.connectors.modbus_tcp import registers
from dothi.connectors.modbus_tcp.fetch import fetch
from dothi.connectors.sources.asking import ask
from dothi.connectors.sources.kinds import Kind, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One address, and which registers of which devices behind it are read. Modbus knows no user and no encryption."""

    host: str = ask(whereto=True, example="10.20.1.15")
    port: int = ask(502, whereto=True, lowest=1, highest=65535)
    registers: str = ask(
        long=True,
        example="1 input 0 float32 1 sumpLevel\n1 holding 10 uint16 0.1 pumpedFlow\n1 coil 0 bit 0=off,1=running pumpState",
    )
    timeout_s: int = ask(3, lowest=1, highest=20)

    def wrong(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """A table that can be read, by its line."""
        try:
            if not registers.parse(self.registers):
                yield "registers", "missing", {}
        except registers.WrongLine as wrong:
            yield "registers", wrong.reason, {"line": wrong.line, "told": wrong.told[:60]}


KIND = Kind("modbus_tcp", Way.FETCH, Settings, fetch, limit_s=120.0)
