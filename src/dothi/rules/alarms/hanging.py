"""What an alarm hangs together with: the things it belongs to, and who delivers its values. Read once, when it is raised."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from dothi.rules.observations import Subject, rows

# relationships of Smart Data Models by which a thing names the one that carries, feeds or holds it
BELONGS_BY = (
    "refDevice", "controlledAsset", "refParent", "isPartOf", "locatedAt", "refStreetlightGroup",
    "refStreetlightControlCabinet", "refWasteContainerIsle", "refNetwork", "refSource",
)  # fmt: skip
PROVIDED_BY = ("dataProvider", "provider")
MOST = (
    50  # assets that one alarm names; a cabinet's alarm need not list every lamp, the lamps name the cabinet
)


class Hanging(NamedTuple):
    """`assets`: URNs, its own first. `provider`: a name, empty when nobody said."""

    assets: list[str]
    provider: str


def hanging(subjects: Sequence[Subject]) -> dict[int, Hanging]:
    """Of these entities, by id, as they stand now."""
    asked = {"ids": [subject.id for subject in subjects], "names": [*BELONGS_BY, *PROVIDED_BY]}
    named: dict[int, list[tuple[str, str | None, str | None]]] = defaultdict(list)
    for entity_id, *said in rows("relations", asked, "alarms/sql/alarms.sql") if subjects else ():
        named[entity_id].append((said[0], said[1], said[2]))
    return {subject.id: _hanging(subject.urn, named[subject.id]) for subject in subjects}


def _hanging(urn: str, named: list[tuple[str, str | None, str | None]]) -> Hanging:
    assets = dict.fromkeys([urn])
    for name, text, listed in named:
        if name in BELONGS_BY:
            assets |= dict.fromkeys(_objects(text, listed))
    provider = next((text for name, text, _listed in named if name in PROVIDED_BY and text), "")
    return Hanging(list(assets)[:MOST], provider[:200])


def _objects(text: str | None, listed: str | None) -> list[str]:
    """The objects of a relationship: one as text, several as a list (which raw cursors of Django give as text, too)."""
    if text:
        return [text]
    found = json.loads(listed or "null")
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []
