"""What an after-action report is made of: sections of plain data that every format draws. Rooms above add theirs.

A room registers in its AppConfig.ready: `part("clocks", 40, fn)`; `fn(incident, reader, lang)` returns its Section, or None when it
has nothing to say of this case. Rights are the part's own: it shows what `reader` may see.
"""

from __future__ import annotations

from collections.abc import Callable

from dothi.accounts.models import Person
from dothi.incidents.models import Incident
from dothi.kernel.papers.form import Section

Part = Callable[[Incident, Person, str], Section | None]
_parts: dict[str, tuple[int, Part]] = {}


def part(name: str, place: int, make: Part) -> None:
    """Makes a section known (idempotent); `place` orders them: this room has 10 facts, 20 timeline, 30 command, 50 agencies,
    60 steps, 90 end."""
    _parts[name] = (place, make)


def sections(incident: Incident, reader: Person, lang: str) -> list[Section]:
    """Every section that has something to say, in order."""
    ordered = sorted(_parts.items(), key=lambda one: (one[1][0], one[0]))
    made = (make(incident, reader, lang) for _name, (_place, make) in ordered)
    return [one for one in made if one is not None]
