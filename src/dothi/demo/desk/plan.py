"""The desk as data: lines, units with their homes, and what people call about from where. Never imports Django."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class LinePlan:
    """A number that people dial; `unit` is where its desk stands."""

    number: str
    name: str
    service: str
    agency: str
    unit: str
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Home:
    name: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class ForcePlan:
    """One unit that can be sent, and where it stands when it is not."""

    call_sign: str
    name: str
    kind: str
    service: str
    agency: str
    home: Home
    capabilities: tuple[str, ...]
    crew: int
    crew_minimum: int
    state: str = "available"
    note: str = ""

    @property
    def urn(self) -> str:
        """The Vehicle that tells where it is."""
        return f"urn:ngsi-ld:Vehicle:{self.call_sign.lower()}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody may call from; `kind` of place decides what happens there."""

    address: str
    lon: float
    lat: float
    kind: str


@dataclass(frozen=True, slots=True)
class Story:
    """What somebody calls about: `said` in the caller's words, `needs` capabilities that went, `share` how often."""

    service: str
    kind: str
    severity: str
    share: int
    at: tuple[str, ...]
    needs: tuple[str, ...]
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeskPlan:
    pack: str
    lines: tuple[LinePlan, ...]
    forces: tuple[ForcePlan, ...]
    places: tuple[Place, ...]
    stories: tuple[Story, ...]
    streets: tuple[tuple[str, tuple[tuple[float, float], ...]], ...] = ()  # name, points drawn by eye

    def places_of(self, story: Story) -> tuple[Place, ...]:
        return tuple(one for one in self.places if one.kind in story.at)

    def line_of(self, service: str) -> LinePlan:
        """The number that most people dial for a service."""
        return next(one for one in self.lines if one.service == service)


ROWS = ("line", "home", "force", "place", "street", "story")


def read_desk(trees: Iterable[Mapping[str, Any]]) -> DeskPlan | None:
    """The desk of the field's file that has lines; None where no file has."""
    tree = next((one for one in trees if "line" in one), None)
    if tree is None:
        return None
    homes = {name: Home(**row) for name, row in tree["home"].items()}
    return DeskPlan(
        pack=tree["pack"],
        lines=tuple(LinePlan(**row) for row in tree["line"]),
        forces=tuple(_force(row, homes) for row in tree["force"]),
        places=tuple(Place(**row) for row in tree["place"]),
        stories=tuple(_story(row) for row in tree["story"]),
        streets=tuple((row["name"], tuple((lon, lat) for lon, lat in row["line"])) for row in tree["street"]),
    )


def _force(row: dict[str, Any], homes: Mapping[str, Home]) -> ForcePlan:
    rest = {key: value for key, value in row.items() if key not in ("at", "capabilities")}
    return ForcePlan(**rest, home=homes[row["at"]], capabilities=tuple(row["capabilities"]))


def _story(row: dict[str, Any]) -> Story:
    told: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in row.items()
    }
    return Story(**told)
