"""The table of registers that an engineer types, one value a line, and what registers mean.

    # unit  function  address  type     scale  name
    1       input     0        float32  1      pressure
    1       holding   10       uint16   0.1    level
    2       input     4        int32-cdab 0.001 volume
    1       coil      0        bit      0=off,1=running   pumpState

In place of the scale may stand what the numbers mean. Addresses count from 0, as they stand in the protocol (40001 of many manuals is `holding 0`). The letters after a type say how its
bytes lie: abcd (as Modbus has it), cdab (low word first), badc, dcba.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

FUNCTIONS = ("holding", "input", "coil", "discrete")
BITS = ("coil", "discrete")
_TYPES = {
    "int16": "h", "uint16": "H", "int32": "i", "uint32": "I", "int64": "q", "uint64": "Q", "float32": "f", "float64": "d",
}  # fmt: skip
_ORDERS = ("abcd", "cdab", "badc", "dcba")
BIT = "bit"
TYPES = (BIT, *_TYPES)
MOST = 500  # lines of one source
_AT_ONCE = {"holding": 125, "input": 125, "coil": 2000, "discrete": 2000}  # by the protocol
_DIGITS = 12  # 215 × 0.1 is 21.5 and not 21.500000000000004


class WrongLine(ValueError):
    """A line of the table that cannot be: its number and what it should say."""

    def __init__(self, line: int, reason: str, told: str) -> None:
        super().__init__(reason)
        self.line, self.reason, self.told = line, reason, told


@dataclass(frozen=True, slots=True)
class Register:
    """One value of one device. `size` in registers, of bits 1."""

    unit: int
    function: str
    address: int
    type: str
    order: str
    scale: float
    name: str
    states: tuple[tuple[int, str], ...] = ()  # what its numbers mean

    @property
    def size(self) -> int:
        return 1 if self.type == BIT else struct.calcsize(f">{_TYPES[self.type]}") // 2

    def value(self, words: Sequence[int | bool]) -> float | int | str | None:
        """What these registers say; None: a float that is no number, by which devices say that they have none."""
        raw = self._raw(words)
        if not math.isfinite(raw):
            return None
        if self.states:
            return dict(self.states).get(int(raw), str(raw))
        if self.type == BIT:
            return "true" if raw else "false"
        return raw if self.scale == 1 and isinstance(raw, int) else float(f"{raw * self.scale:.{_DIGITS}g}")

    def _raw(self, words: Sequence[int | bool]) -> float | int:
        if self.type == BIT:
            return int(words[0])
        raw: float | int = struct.unpack(f">{_TYPES[self.type]}", _in_order(words, self.order))[0]
        return raw


@dataclass(frozen=True, slots=True)
class Block:
    """Neighbouring registers of one device, asked for at once. Gaps are never read over: devices refuse what they do not have."""

    unit: int
    function: str
    start: int
    count: int
    registers: tuple[Register, ...]

    def values(self, words: Sequence[int | bool]) -> Iterator[tuple[str, float | int | str | None]]:
        for one in self.registers:
            place = one.address - self.start
            yield one.name, one.value(words[place : place + one.size])


def _in_order(words: Sequence[int | bool], order: str) -> bytes:
    parts = [int(word).to_bytes(2, "big") for word in words]
    if order in ("cdab", "dcba"):
        parts.reverse()
    if order in ("badc", "dcba"):
        parts = [part[::-1] for part in parts]
    return b"".join(parts)


def parse(text: str) -> tuple[Register, ...]:
    """Every line of the table. Raises WrongLine."""
    found: list[Register] = []
    names: dict[int, set[str]] = {}
    for line, written in enumerate(text.splitlines(), 1):
        words = written.partition("#")[0].split()
        if not words:
            continue
        one = _register(line, words)
        if one.name in names.setdefault(one.unit, set()):
            raise WrongLine(line, "register-twice", one.name)
        names[one.unit].add(one.name)
        found.append(one)
        if len(found) > MOST:
            raise WrongLine(line, "registers-many", str(MOST))
    return tuple(found)


def _register(line: int, words: list[str]) -> Register:
    if len(words) != 6:
        raise WrongLine(line, "register-parts", str(len(words)))
    unit, function, address, written, scale, name = words
    type_, _, order = written.lower().partition("-")
    states = _states(line, scale) if "=" in scale else ()
    one = Register(
        _whole(line, unit, 255),
        function.lower(),
        _whole(line, address, 65535),
        type_,
        order or _ORDERS[0],
        1.0 if states else _scale(line, scale),
        name,
        states,
    )
    if one.function not in FUNCTIONS:
        raise WrongLine(line, "register-function", function)
    if one.type not in TYPES or one.order not in _ORDERS or (one.type == BIT) != (one.function in BITS):
        raise WrongLine(line, "register-type", f"{function} {written}")
    if one.address + one.size > 65536:
        raise WrongLine(line, "register-number", address)
    return one


def _whole(line: int, written: str, most: int) -> int:
    if not (written.isascii() and written.isdigit() and len(written) < 6 and int(written) <= most):
        raise WrongLine(line, "register-number", written)
    return int(written)


def _states(line: int, written: str) -> tuple[tuple[int, str], ...]:
    """`0=off,1=running`."""
    pairs = [part.partition("=") for part in written.split(",")]
    if not all(
        number.isascii() and number.isdigit() and len(number) < 6 and word for number, _, word in pairs
    ):
        raise WrongLine(line, "register-number", written)
    return tuple((int(number), word) for number, _, word in pairs)


def _scale(line: int, written: str) -> float:
    try:
        scale = float(written.replace(",", "."))
    except ValueError:
        raise WrongLine(line, "register-number", written) from None
    if not math.isfinite(scale) or scale == 0:
        raise WrongLine(line, "register-number", written)
    return scale


def blocks(registers: Iterable[Register]) -> dict[int, list[Block]]:
    """What is asked for at once, by device."""
    found: dict[int, list[Block]] = {}
    ordered = sorted(registers, key=lambda one: (one.unit, one.function, one.address))
    for (unit, function), group in groupby(ordered, key=lambda one: (one.unit, one.function)):
        together: list[Register] = []
        end = 0
        for one in group:
            reached = max(end, one.address + one.size)
            if together and (one.address > end or reached - together[0].address > _AT_ONCE[function]):
                found.setdefault(unit, []).append(_block(unit, function, together))
                together, reached = [], one.address + one.size
            together.append(one)
            end = reached
        found.setdefault(unit, []).append(_block(unit, function, together))
    return found


def _block(unit: int, function: str, together: list[Register]) -> Block:
    start = together[0].address
    return Block(
        unit, function, start, max(one.address + one.size for one in together) - start, tuple(together)
    )
