"""Forms of commands to devices and of the channels they leave by."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import connection

from dothi.commands import actions as operating
from dothi.commands.catalogue import get_kind
from dothi.commands.models import Command
from dothi.commands.tests.test_commands import URN as OUTLET
from dothi.commands.tests.test_commands import show
from dothi.indicators.tests.feed import environment

from .city import City
from .form import Case, Form

COMMAND_KEY = UUID("5b0c6d4e-3c1e-4d0a-9f0b-0a4f6d7e8c90")


def _outlet(city: City) -> str:
    """The address that asks an outlet of the department to take a sample."""
    environment()
    show(flow=100.0)
    with connection.cursor() as db:
        told = [city.cast.environment.pk, OUTLET]
        db.execute("update entities_entity set agency_id = %s where urn = %s", told)
    return f"/commands/ask/take-sample/{OUTLET}/"


def _command(city: City) -> str:
    """The address of a command that is not sent yet: the one there is, or a new one that Nga asks for."""
    found = Command.objects.filter(state__in=("waiting", "ready")).first()
    if found is None:
        _outlet(city)
        kind = get_kind("take-sample")
        found = operating.ask(kind, OUTLET, value="idle", key=uuid4(), reason="x", by=city.cast.nga)
    return f"/commands/{found.pk}/"


def _channel_form(city: City) -> Form:
    return {
        "name": "Đèn đường", "agency": city.cast.environment.pk, "urns": "urn:ngsi-ld:WastewaterOutflow:xa-*",
        "set-url": "https://den.example.vn/", "set-method": "POST", "set-signing_secret": "d2VicyBvZiBsaWdodCBvdmVyIHRoZSBjaXR5",
    }  # fmt: skip


CASES: dict[str, Case] = {
    "commands-channel-add": Case(
        "vy", lambda c: "/commands/channels/new/http/", lambda c: _channel_form(c) | {"code": "den-duong"},
        {"commands_channel": 1, "commands_channelevent": 1},
    ),
    "commands-channel-change": Case(
        "vy", lambda c: "/commands/channels/den-duong/change/", lambda c: _channel_form(c) | {"name": "Đèn đường, mới"}, {"commands_channelevent": 1}  # of the one that the case before it made
    ),
    "commands-channel-switch": Case(
        "vy", lambda c: "/commands/channels/den-duong/switch/", lambda c: {"on": "no", "reason": "bảo trì"}, {"commands_channelevent": 1}
    ),
    "commands-ask": Case(
        "nga", _outlet, lambda c: {"value": "sampling", "reason": "COD vượt", "key": f"{COMMAND_KEY}"}, {"commands_command": 1}
    ),
    "commands-consent": Case("minh", lambda c: f"{_command(c)}consent/", lambda c: {}, {"commands_commandevent": 1}),
    "commands-cancel": Case("nga", lambda c: f"{_command(c)}cancel/", lambda c: {"reason": "x"}, {"commands_commandevent": 1}),
    "commands-refuse": Case(  # of a command of its own, which is a version too
        "minh", lambda c: f"{_command(c)}refuse/", lambda c: {"reason": "x"}, {"commands_commandevent": 2}
    ),
}  # fmt: skip
