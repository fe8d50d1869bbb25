"""Figures of a bench: one form for machines (`--json`), one table for people made from it."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psutil
from rich.table import Table

from dothi.bench.load import Result
from dothi.kernel import clock

Figure = dict[str, Any]


def figure(
    name: str,
    value: float,
    unit: str,
    floor: float | None = None,
    took_s: Iterable[float] = (),
) -> Figure:
    """One figure: its value beside the floor measured in the same run, and how long single requests took."""
    times = sorted(took_s)
    return {
        "name": name,
        "value": round(value, 1),
        "unit": unit,
        "floor": None if floor is None else round(floor, 1),
        "ratio": None if not floor else round(value / floor, 2),
        "p50_ms": _ms(times, 0.5),
        "p99_ms": _ms(times, 0.99),
    }


def all_well(result: Result) -> Result:
    """A bench that measures refusals measures nothing."""
    bad = {status: count for status, count in result.statuses.items() if not status.startswith("2")}
    if bad:
        raise RuntimeError(f"the server refused part of the load: {bad}")
    return result


def _ms(times: list[float], part: float) -> float | None:
    return round(1000 * times[min(len(times) - 1, int(part * len(times)))], 2) if times else None


def document(bench: str, figures: list[Figure]) -> dict[str, Any]:
    return {"bench": bench, "machine": machine(), "date": clock.iso(clock.now()), "figures": figures}


def machine() -> str:
    """Processor, cores, memory, versions; and how busy it was, because that moves every figure."""
    memory = psutil.virtual_memory().total / 2**30
    load = os.getloadavg()[0]
    return (
        f"{_processor()}, {psutil.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.release()},"
        f" Python {platform.python_version()}, load {load:.1f}, load made on the same machine"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")),
        platform.machine(),
    )


def table(found: dict[str, Any]) -> Table:
    """For people."""
    shown = Table(title=f"{found['bench']} · {found['date']}", caption=found["machine"])
    for name, justify in (
        ("figure", "left"),
        ("value", "right"),
        ("unit", "left"),
        ("floor", "right"),
        ("ratio", "right"),
        ("p50 ms", "right"),
        ("p99 ms", "right"),
    ):
        shown.add_column(name, justify="right" if justify == "right" else "left")
    for one in found["figures"]:
        shown.add_row(
            one["name"], *(_cell(one[key]) for key in ("value", "unit", "floor", "ratio", "p50_ms", "p99_ms"))
        )
    return shown


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    return (
        f"{value:,.1f}".removesuffix(".0") if isinstance(value, float) and abs(value) >= 100 else str(value)
    )
