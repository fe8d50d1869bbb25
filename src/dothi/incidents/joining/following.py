"""What goes along when cases are merged or split. Rooms above say here how their rows follow (calls, units sent).

A room registers once, in its AppConfig.ready; its `move` runs inside the transaction of the merge, so that nothing is left between.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from dothi.accounts.models import Person
from dothi.incidents.models import Incident


@dataclass(frozen=True, slots=True)
class Follower:
    """One room's rows. `name` is its word in the log (`incidents-moved-<name>`).

    `move(source, target, ids, by)` moves rows from one case to the other and returns the ids of those moved: with `ids` None
    all that should go along, else exactly those, as far as they still stand at `source`.
    `offers(incident, person)` lists what this person may choose when a case is split: (id, words).
    """

    name: str
    move: Callable[[Incident, Incident, Collection[int] | None, Person], list[int]]
    offers: Callable[[Incident, Person], list[tuple[int, str]]]


_followers: dict[str, Follower] = {}


def follows(one: Follower) -> None:
    """Makes a room's part known (idempotent)."""
    _followers[one.name] = one


def followers() -> list[Follower]:
    """In the order of their registration."""
    return list(_followers.values())
