"""A scenario of a pack (`scenarios/*.toml`): a story from its first sign to the closed case, as steps at times. Pure data.

Parsed here for whoever plays it (incidents/playing.py, drills); `check/scenarios.py` says what is wrong with one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dothi.kernel.i18n import language
from dothi.kernel.ids import urn
from dothi.packs.check import shape
from dothi.packs.folder import PackFolder

FOLDER = "scenarios"
VERBS = (
    "send",
    "quiet",
    "raised",
    "acknowledge",
    "open",
    "done",
    "skip",
    "write",
    "move",
    "cleared",
    "close",
)
_LENGTH = re.compile(r"(\d+)([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity of the story; `values` are told once, with its first message."""

    id: str
    type: str
    urn: str
    name: Words
    place: tuple[float, float] | None  # lon, lat
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens: `verb` and its `what`, at a time after the beginning. `number` is its place in the file, from 1."""

    number: int
    at: dt.timedelta
    verb: str
    what: Any
    told: Mapping[str, Any]  # the other keys of its table: on, severity, note, by …
    say: Words

    def word(self, key: str) -> str:
        """A text of the step (`note`, `reason`) in the language of whoever plays; empty when it has none."""
        return said(self.told.get(key, {}))


@dataclass(frozen=True, slots=True)
class Scenario:
    pack: str
    code: str
    file: str
    name: Words
    about: Words
    begins: dt.time | None  # the hour of Viet Nam at which it must begin; None: any
    things: tuple[Thing, ...]
    steps: tuple[Step, ...]  # as they stand in the file; what is repeated stands once
    repeats: Mapping[int, tuple[dt.timedelta, dt.timedelta]]  # number of a step → every, until

    @property
    def lasts(self) -> dt.timedelta:
        return max((step.at for step in self.in_time()), default=dt.timedelta(0))

    def in_time(self) -> list[Step]:
        """Every step at every time it happens, in order of time; at one time as the file has them."""
        return sorted(self._each(), key=lambda step: (step.at, step.number))

    def _each(self) -> Iterator[Step]:
        for step in self.steps:
            every, until = self.repeats.get(step.number, (None, step.at))
            at = step.at
            while at <= until:
                yield Step(step.number, at, step.verb, step.what, step.told, step.say)
                if every is None:
                    break
                at += every

    def thing(self, id_: str | None) -> Thing:
        """The entity of that id; without one the first. KeyError: there is none."""
        found = next((one for one in self.things if id_ in (None, one.id)), None)
        if found is None:
            raise KeyError(id_)
        return found

    def begins_after(self, at: dt.datetime) -> dt.datetime:
        """The next instant from `at` on at which the story may begin."""
        if self.begins is None:
            return at
        from dothi.kernel.clock import VIETNAM

        local = at.astimezone(VIETNAM)
        begin = dt.datetime.combine(local.date(), self.begins, VIETNAM)
        return begin if begin >= at else begin + dt.timedelta(days=1)


def said(words: Words | str) -> str:
    """A text in the reader's language; Vietnamese where it has no other."""
    return words if isinstance(words, str) else words.get(language()) or words.get("vi", "")


def scenarios_of(pack: PackFolder) -> list[Scenario]:
    """The scenarios of a checked pack."""
    return [_scenario(pack.code, file, pack.trees[file]) for file in sorted(shape.files(pack, FOLDER))]


def length(text: str) -> dt.timedelta:
    """`0m`, `1h30m`, `2d`. ValueError: it is none."""
    parts = _LENGTH.findall(text)
    if not parts or "".join(f"{count}{unit}" for count, unit in parts) != text:
        raise ValueError(text)
    return sum((dt.timedelta(**{_UNITS[unit]: int(count)}) for count, unit in parts), dt.timedelta(0))


def _scenario(pack: str, file: str, tree: Mapping[str, Any]) -> Scenario:
    rows = list(enumerate(tree["step"], 1))
    return Scenario(
        pack=pack,
        code=tree["code"],
        file=file,
        name=tree["name"],
        about=tree.get("about", {}),
        begins=tree.get("begins"),
        things=tuple(_thing(tree["code"], row) for row in tree["entity"]),
        steps=tuple(_step(number, row) for number, row in rows),
        repeats={
            number: (length(row["every"]), length(row["until"])) for number, row in rows if "every" in row
        },
    )


def _thing(code: str, row: Mapping[str, Any]) -> Thing:
    place = row.get("place")
    return Thing(
        id=row["id"],
        type=row["type"],
        urn=urn(row["type"], f"kich-ban-{code}-{row['id']}"),
        name=row["name"],
        place=(float(place[0]), float(place[1])) if place else None,
        values=row.get("values", {}),
    )


def _step(number: int, row: Mapping[str, Any]) -> Step:
    verb = next(one for one in VERBS if one in row)
    told = {key: value for key, value in row.items() if key not in (verb, "at", "say", "every", "until")}
    return Step(number, length(row["at"]), verb, row[verb], told, row.get("say", {}))
