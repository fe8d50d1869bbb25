"""What people do with connected sources: describe, test, switch on, pause, end, run now.

Every change is a version with its reason; secrets are written beside it, encrypted, and are never read back by a person.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dothi.accounts.models import Agency, Person
from dothi.connectors.models import Source, SourceSecret, SourceStanding
from dothi.connectors.sources import asking, keeping, records
from dothi.connectors.sources.kinds import Kind, get_kind
from dothi.kernel import clock, locks
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import Grant
from dothi.territory.models import Unit
from dothi.territory.queries import unit_and_below

_action = action_of("connectors")
_CODE = re.compile(r"^[a-z0-9][a-z0-9-]{1,59}$")
NEXT = {  # from which states a person may go there
    Source.State.ON: ("draft", "testing", "paused", "off"),
    Source.State.TESTING: ("draft", "on", "paused", "off"),
    Source.State.PAUSED: ("testing", "on"),
    Source.State.OFF: ("draft", "testing", "on", "paused"),
}
RESERVED = ("new", "fields")  # words of addresses
FEWEST_S = 5  # between two questions to the same system


@dataclass(frozen=True, slots=True)
class Described:
    """What a person says of a source, whatever its kind. Exactly one of `every_s` and `daily_at`."""

    name_vi: str
    agency: Agency
    contact: str
    purpose: str
    name_en: str = ""
    unit: Unit | None = None
    own_only: bool = True
    origin: Origin = Origin.LIVE
    ask_every_s: int = 600
    every_s: int | None = 600
    daily_at: dt.time | None = None
    tolerance_s: int = 300


@_action
def add_source(
    code: str,
    kind: str,
    described: Described,
    *,
    settings: Mapping[str, Any],
    mapping_text: str = "",
    by: Person | None,
    reason: str = "",
) -> Source:
    """A new source as a draft. `settings` may hold secrets: they are taken out and encrypted.

    Raises BadRequest, SettingsRefused, MappingError, NotAllowed (beyond the right of `by`), Conflict (the code is taken).
    """
    made = get_kind(kind)
    if not _CODE.match(code) or code in RESERVED:
        raise BadRequest("source-code", code=code[:60])
    _check_reach(described, by)
    locks.hold(f"source {code}")
    if Source.objects.filter(code=code).exists():
        raise Conflict("source-code-taken", code=code)
    told = asking.read(made.settings, settings)
    now = clock.now()
    source = Source.objects.create(
        code=code,
        kind=kind,
        settings=keeping.open_of(made.settings, told),
        mapping_text=_checked_mapping(made, mapping_text, code),
        state_since=now,
        created_at=now,
        created_by=by,
        secrets_changed_at=now if keeping.hidden_of(made.settings, told) else None,
        **_fields(described),
    )
    keeping.keep(source.secrets, keeping.hidden_of(made.settings, told))
    SourceStanding.objects.create(source=source, next_at=now)
    return source


@_action
def change_source(
    source: Source,
    described: Described,
    *,
    settings: Mapping[str, Any],
    mapping_text: str = "",
    by: Person | None,
    reason: str = "",
) -> Source:
    """Describes it anew. A secret that is not given stays as it is, as long as it goes where it went. Raises as `add_source`."""
    check_manages(source, by)
    _check_reach(described, by)
    locks.hold(f"source {source.code}")
    kind = get_kind(source.kind)
    told = keeping.retold(kind.settings, source.settings, keeping.kept_in(source.secrets), settings)
    given = {name for name in asking.secrets_of(kind.settings) if settings.get(name)}
    new = _fields(described)
    new |= {
        "settings": keeping.open_of(kind.settings, told),
        "mapping_text": _checked_mapping(kind, mapping_text, source.code),
    }
    if given:
        new["secrets_changed_at"] = clock.now()
    source.refresh_from_db()
    changed = [name for name, value in new.items() if getattr(source, name) != value]
    if not changed:
        return source
    for name in changed:
        setattr(source, name, new[name])
    source.save(update_fields=changed)
    keeping.keep(source.secrets, keeping.hidden_of(kind.settings, told))
    source.taken.filter(refused=True).delete()
    SourceStanding.objects.filter(source=source).update(next_at=clock.now(), failures=0, place={})
    return source


@_action
def set_state(source: Source, state: str, *, by: Person | None, reason: str = "") -> None:
    """Tests, switches on, pauses or ends it. Raises Conflict when it stands elsewhere, BadRequest when it is not complete."""
    check_manages(source, by)
    wanted = Source.State(state) if state in Source.State.values else None
    if wanted not in NEXT:
        raise BadRequest("source-state-unknown", state=state[:20])
    if wanted in (Source.State.ON, Source.State.TESTING):
        _check_complete(source)
    now = clock.now()
    rows = Source.objects.filter(pk=source.pk, state__in=NEXT[wanted])
    if not rows.update(state=wanted, state_since=now):
        raise Conflict("source-state", code=source.code)
    SourceStanding.objects.filter(source=source).update(next_at=now, failures=0)
    source.refresh_from_db()


def ask_now(source: Source, *, by: Person | None) -> None:
    """Lets the worker ask it at once. Raises Conflict when it is not switched on."""
    check_manages(source, by)
    if not source.is_run:
        raise Conflict("source-not-on", code=source.code)
    SourceStanding.objects.filter(source=source).update(next_at=clock.now(), failures=0)


def encrypt_anew() -> int:
    """Every secret by the first key (after a new one was put before the old); returns how many. Raises SourceError."""
    return keeping.encrypt_anew(SourceSecret)


def check_manages(source: Source, by: Person | None) -> None:
    """Raises NotAllowed when `by` does not manage sources of this owner and area."""
    _check_right(source, by, named=source.code)


def _check_reach(described: Described, by: Person | None) -> None:
    """A source writes no further than the right of who connects it, and belongs to nobody's agency but one in that right."""
    _check_right(described, by, named=described.name_vi)
    if (described.every_s is None) == (described.daily_at is None):
        raise BadRequest("source-one-rhythm")
    if described.ask_every_s < FEWEST_S:
        raise BadRequest("source-too-often", seconds=FEWEST_S)
    for name in ("name_vi", "contact", "purpose"):
        if not str(getattr(described, name)).strip():
            raise BadRequest("source-says-not", field=name)


def _check_right(told: Source | Described, by: Person | None, *, named: str) -> None:
    units = None if told.unit is None else unit_and_below(told.unit.pk)
    wanted = Grant(units, told.agency.pk if told.own_only else None)
    if by is not None and not by.scope("connectors.manage").contains(wanted):
        raise NotAllowed("source-beyond", code=named)


def _check_complete(source: Source) -> None:
    kind = get_kind(source.kind)
    asking.read(kind.settings, {**source.settings, **keeping.kept_in(source.secrets)})
    if kind.maps:
        if not source.mapping_text.strip():
            raise BadRequest("source-no-mapping", code=source.code)
        records.mapping_of(source.mapping_text, file=source.code)


def _checked_mapping(kind: Kind, text: str, code: str) -> str:
    """A draft may wait for its mapping; one that is given must be readable."""
    text = text.replace("\r\n", "\n") if kind.maps else ""
    if text.strip():
        records.mapping_of(text, file=code)
    return text


def _fields(described: Described) -> dict[str, Any]:
    found = {name: getattr(described, name) for name in Described.__slots__}
    return {name: value.strip() if isinstance(value, str) else value for name, value in found.items()}
