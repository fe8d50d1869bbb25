"""What a case hears of commands to devices: asked, decided, sent, how it ended – each a line of its log.

A command belongs to the case that it was asked for, and to every open case about its device. Who named a case must see it.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from dothi.accounts.models import Person
from dothi.incidents.journal import tell, write
from dothi.incidents.models import Incident, IncidentLog, Status
from dothi.incidents.queries import visible
from dothi.kernel.events import hears
from dothi.kernel.models import Event

_SILENT = ("sending",)  # a moment between two lines that say more


@hears("commands.asked")
@hears("commands.consented")
@hears("commands.moved")
@hears("commands.ended")
def note_command(event: Event) -> None:
    told = event.payload
    what = _what(event.topic, told["state"])
    if what in _SILENT:
        return
    person = Person.objects.filter(pk=told["by"]).first() if told["by"] else None
    for incident in _cases_of(told):
        write(incident, IncidentLog.Kind.COMMAND, told["note"], person, what=what, **_fields(told))
        tell("incidents.updated", incident)


def _what(topic: str, state: str) -> str:
    """The end of the line's string key: for what people do the topic's own word, else the state it came to."""
    word = topic.removeprefix("commands.")
    return word if word in ("asked", "consented") else state


def _cases_of(told: dict[str, Any]) -> list[Incident]:
    """Those that are about the device now, the one it was asked for, and those that have told of it before (closed by now)."""
    about = Q(entities__urn=told["entity"]) | Q(alarms__alarm__entity_urn=told["entity"])
    said = Q(log__kind=IncidentLog.Kind.COMMAND, log__fields__command=told["command"])
    found = {one.pk: one for one in Incident.objects.filter((about & ~Q(status=Status.CLOSED)) | said)}
    asker = Person.objects.filter(pk=told["asked_by"]).first()
    if told["incident"] and asker is not None:
        named = visible(asker.scope("incidents.view")).filter(code=told["incident"])
        found |= {one.pk: one for one in named}
    return [found[pk] for pk in sorted(found)]


def _fields(told: dict[str, Any]) -> dict[str, Any]:
    return {
        "command": told["command"],
        "entity": told["entity_name"],
        "name_vi": told["name"]["vi"],
        "name_en": told["name"]["en"],
        "value_vi": told["value"]["vi"],
        "value_en": told["value"]["en"],
        "trouble": told["trouble"],
        "answer": told["answer"],
    }
