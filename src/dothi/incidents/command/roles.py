"""Command roles of packs: what this room takes of them, and which of them a case has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dothi.incidents.command.models import CommandRole
from dothi.incidents.models import Incident
from dothi.incidents.procedures import with_those_above
from dothi.kernel import pack_versions
from dothi.kernel.errors import NotFound
from dothi.kernel.pack_contents import Content, Fault, Told, bring

if TYPE_CHECKING:
    from dothi.accounts.models import Person

FOLDER = "command_roles"
Table = dict[str, Any]


def check(_told: Told) -> Iterator[Fault]:
    """The shape of the files is checked with the pack; nothing in them depends on this room."""
    return iter(())


def load(told: Told, by: Person | None) -> list[str]:
    """Makes the roles of the pack exactly those it says; nothing is overwritten, what differs is the next version."""
    tables = [table for _file, _path, table in told.tables(FOLDER, "command_role")]
    said = {(table["code"], table["valid_from"]): (place, table) for place, table in enumerate(tables)}
    return pack_versions.keep(CommandRole, told, said, lambda one: _fields(told.code, *one), by=by)


def _fields(pack: str, place: int, table: Table) -> dict[str, Any]:
    duty = table.get("duty", {})
    return {
        "name_vi": table["name"]["vi"],
        "name_en": table["name"]["en"],
        "duty_vi": duty.get("vi", ""),
        "duty_en": duty.get("en", ""),
        "above": table.get("above", ""),
        "place": place,
        "commands": table.get("commands", False),
        "many": table.get("many", False),
        "kinds": [f"{pack}.{code}" for code in table.get("categories", [])],
        "source": table["source"],
        "certainty": table["certainty"],
    }


def in_force(day: dt.date | None = None) -> list[CommandRole]:
    """What holds on `day` (today): of each code the newest version of the latest day that has come, in the pack's order."""
    return sorted(pack_versions.in_force(CommandRole, day), key=lambda row: (row.pack, row.place))


def of_case(incident: Incident) -> list[CommandRole]:
    """The roles that a case of this kind has: those for every case, and those of its category or one above it. A case whose kind
    is no category of a pack may have any: nobody is kept from naming a commander."""
    kinds = with_those_above(incident.kind)
    general = "." not in incident.kind
    return [row for row in in_force() if general or not row.kinds or kinds.intersection(row.kinds)]


def get_role(incident: Incident, key: str) -> CommandRole:
    """The role `pack/code` of a case. Raises NotFound."""
    found = next((row for row in of_case(incident) if f"{row.pack}/{row.code}" == key), None)
    if found is None:
        raise NotFound("incident-role-does-not-exist")
    return found


bring(Content(FOLDER, check, load))
