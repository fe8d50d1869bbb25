"""What the other rooms and the open screens hear of a command: everything its line in a case's log needs."""

from __future__ import annotations

from dothi.accounts.models import Person
from dothi.commands.models import Command
from dothi.kernel import events


def tell(topic: str, command: Command, by: Person | None = None) -> None:
    """Says it to whoever may see the entity, after commit. `by`: who did it; none: time, a channel or the device."""
    payload = {
        "command": command.pk,
        "code": command.code,
        "entity": command.urn,
        "entity_name": command.entity_name,
        "state": command.state,
        "name": command.told["name"],
        "value": {language: command.value_in(language) for language in ("vi", "en")},
        "incident": command.incident,
        "by": by.pk if by else None,
        "asked_by": command.asked_by_id,
        "note": command.note
        if topic == "commands.ended"
        else command.reason
        if topic == "commands.asked"
        else "",
        "trouble": command.trouble,
        "answer": command.acknowledgement,
    }
    events.publish(
        topic,
        payload,
        permission="entities.view",
        unit_id=command.unit_id,
        agency_id=command.agency_id,
    )
