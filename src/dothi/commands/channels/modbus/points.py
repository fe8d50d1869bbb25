"""The table that an engineer types: where each command of the pack is written, what its values are there, where it is read back.

    # command   unit  function  address  means             read back from (left out: where it was written)
    run-pump    1     coil      12       off=0,running=1   discrete 3
    set-level   1     holding   40       0.1

A number in `means` is the scale, as in the source of kind modbus_tcp: value = register × scale. Addresses count from 0.
"""

from __future__ import annotations

from dataclasses import dataclass

WRITTEN, BITS = ("coil", "holding"), ("coil", "discrete")
READ = ("coil", "discrete", "holding", "input")
_HIGHEST = 65535


class WrongLine(Exception):
    """A line that cannot be read: `reason` is a string key's end."""

    def __init__(self, reason: str, line: int, told: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.reason, self.line, self.told = reason, line, told


@dataclass(frozen=True, slots=True)
class Place:
    """One coil or register of one device."""

    unit: int
    function: str
    address: int


@dataclass(frozen=True, slots=True)
class Point:
    """Where one command goes. Exactly one of `values` and `scale` says what is written."""

    place: Place
    shown: Place
    values: dict[str, int]
    scale: float

    def raw(self, value: str | float) -> int | None:
        """What is written for a value of the command; None: this table has no such value, or it fits into no register."""
        if self.values or isinstance(value, str):
            return self.values.get(str(value))
        found = round(value / self.scale)
        return found if 0 <= found <= _HIGHEST else None


def parse(text: str) -> dict[str, Point]:
    """Each command's point. Raises WrongLine."""
    found: dict[str, Point] = {}
    for number, line in enumerate(text.splitlines(), 1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        if len(words) not in (5, 7) or words[0] in found:
            raise WrongLine("point-line", number, line)
        found[words[0]] = _point(words, number)
    return found


def _point(words: list[str], line: int) -> Point:
    place = _place(words[1], words[2], words[3], WRITTEN, line)
    shown = _place(words[1], words[5], words[6], READ, line) if len(words) == 7 else place
    values, scale = _means(words[4], line)
    if place.function == "coil" and (not values or not set(values.values()) <= {0, 1}):
        raise WrongLine("point-means", line, words[4])
    if values and (shown.function in BITS) != (place.function in BITS) and not set(values.values()) <= {0, 1}:
        raise WrongLine("point-means", line, words[4])
    return Point(place, shown, values, scale)


def _place(unit: str, function: str, address: str, known: tuple[str, ...], line: int) -> Place:
    is_number = unit.isdecimal() and address.isdecimal() and len(unit) <= 3 and len(address) <= 5
    if function not in known or not is_number or int(unit) > 255 or int(address) > _HIGHEST:
        raise WrongLine("point-place", line, f"{unit} {function} {address}")
    return Place(int(unit), function, int(address))


def _means(told: str, line: int) -> tuple[dict[str, int], float]:
    """`off=0,on=1` or a scale."""
    try:
        if "=" not in told:
            scale = float(told)
            if not 0 < scale < float("inf"):
                raise ValueError
            return {}, scale
        pairs = [one.split("=") for one in told.split(",")]
        values = {name: int(raw) for name, raw in pairs}
    except ValueError:
        raise WrongLine("point-means", line, told) from None
    if not all(0 <= raw <= _HIGHEST for raw in values.values()):
        raise WrongLine("point-means", line, told)
    return values, 1.0
