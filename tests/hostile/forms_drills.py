"""Forms of drills."""

from __future__ import annotations

from dothi.drills import actions
from dothi.drills.models import Drill

from .city import City, in_force
from .form import Case

FIRE = "emergency/high-rise-fire"


def _standing(city: City, name: str, state: str) -> str:
    """The beginning of the address of a drill in this state, which is asked for here: two more versions and one more event."""
    in_force("emergency")
    row = actions.make(name, FIRE, by=city.cast.minh)
    Drill.objects.filter(pk=row.pk).update(state=state)
    return f"/drills/{name}/do/"


def _making(city: City) -> str:
    in_force("emergency")
    return "/drills/make/"


CASES: dict[str, Case] = {
    "drill-make": Case(
        "minh", _making, lambda c: {"name": "dien-tap-1", "scenario": FIRE, "pace": "1"}, {"drills_drillevent": 1, "kernel_event": 1},
    ),
    "drill-act": Case(
        "minh", lambda c: f"{_standing(c, 'dien-tap-2', 'playing')}pause/", lambda c: {}, {"drills_drillevent": 3, "kernel_event": 2},
    ),
}  # fmt: skip
