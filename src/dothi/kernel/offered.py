"""Code lists whose home is a room: the room offers its list here, `codelists` shows it to people and to other systems.

Nothing is copied: each reading asks the home what holds on that day (one home per fact). A room offers in its AppConfig.ready.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from dothi.kernel.dated import Certainty
from dothi.kernel.i18n import t
from dothi.kernel.origin import Origin


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a code list. `parent` and `replaced_by` are codes of the same list; `extra` is what the home knows beside names.

    `ended`: no longer to be used for what is new, kept so that what is old can still be read.
    """

    code: str
    name_vi: str
    name_en: str = ""
    parent: str = ""
    ended: bool = False
    replaced_by: tuple[str, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OfferedList:
    """`words` is the key of its name in the home's strings, `purpose` that of what it is for; `basis` is what it rests on."""

    code: str
    words: str
    purpose: str
    entries: Callable[[dt.date], Iterable[Item]]
    basis: str
    certainty: Certainty
    count: Callable[[dt.date], int] | None = None  # where counting is much cheaper than reading


_offered: dict[str, OfferedList] = {}


def offer(one: OfferedList) -> None:
    """Makes a list known to `codelists` (idempotent)."""
    _offered[one.code] = one


def offered() -> list[OfferedList]:
    """Every list that a room offers."""
    return list(_offered.values())


def find_offered(code: str) -> OfferedList | None:
    return _offered.get(code)


def _origins(_day: dt.date) -> list[Item]:
    return [
        Item(
            one.word,
            t(f"origin-{one.word}", "vi"),
            t(f"origin-{one.word}", "en"),
            extra={"number": one.value},
        )
        for one in Origin
    ]


offer(
    OfferedList(
        "value-origins",
        "kernel-list-origins",
        "kernel-list-origins-purpose",
        _origins,
        basis="Năm nguồn gốc giá trị của dothi",
        certainty=Certainty.DESIGN,
    )
)
