"""The numbers of a room – times, sizes, counts – as dated rules: what comes with the product, and what a city set instead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from dothi.kernel import clock
from dothi.kernel.dated import DatedRule
from dothi.kernel.kept import once

MOST = 2_147_483_647  # what its column holds


class Seed(NamedTuple):
    """A number as it comes, and between which a city may set it: our own decision [D] unless `certainty` says otherwise."""

    code: str
    value: int
    source: str
    lowest: int = 0
    highest: int = MOST
    certainty: str = "D"


class Limits:
    """The numbers of one room. `model`: its `DatedRule` with a whole `value`; `seeds`: one row each."""

    def __init__(self, model: type[DatedRule], seeds: Iterable[Seed]) -> None:
        self._model = model
        self.seeds = {seed.code: seed for seed in seeds}

    def ensure(self) -> None:
        """Adds those that are missing; what a city changed stays (idempotent)."""
        self._model.ensure(
            {"code": one.code, "value": one.value, "source": one.source, "certainty": one.certainty}
            for one in self.seeds.values()
        )

    @once
    def value(self, code: str, day: dt.date | None = None) -> int:
        """What holds on a day (default today). KeyError: there is no such number."""
        row: Any = self._model.held(code, day)
        return int(row.value) if row else self.seeds[code].value

    def values(self, day: dt.date | None = None) -> dict[str, int]:
        """All of them as they hold on a day (default today), in one question."""
        held: dict[str, Any] = dict(self._model.current(day or clock.today()))
        return {code: held[code].value if code in held else seed.value for code, seed in self.seeds.items()}
