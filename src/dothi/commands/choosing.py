"""By which channel the commands of a device leave: the one whose `urns` fit it best, else our own broker."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from dothi.commands.channels.kinds import Kind, kinds
from dothi.commands.models import Channel
from dothi.connectors.sources import asking, secrets
from dothi.territory.queries import unit_and_below

BROKER = "mqtt"


class Placed(Protocol):
    """A device, or a command to it: where it belongs."""

    @property
    def urn(self) -> str: ...
    @property
    def unit_id(self) -> int | None: ...
    @property
    def agency_id(self) -> int | None: ...


def channel_of(device: Placed, among: Iterable[Channel] | None = None) -> Channel | None:
    """The channel of a device, on or off; None: our own broker. A channel reaches no further than its own agency and area, whatever
    ids it names: nobody takes the commands of others' devices."""
    rows = Channel.objects.order_by("pk") if among is None else among
    fits = [
        (len(one), row) for row in rows for one in row.urns if fit(one, device.urn) and _reaches(row, device)
    ]
    return max(fits, key=lambda pair: pair[0])[1] if fits else None


def _reaches(channel: Channel, device: Placed) -> bool:
    if channel.agency_id != device.agency_id:
        return False
    return channel.unit_id is None or device.unit_id in unit_and_below(channel.unit_id)


def fit(pattern: str, urn: str) -> bool:
    """A whole id, or a beginning that ends in `*`."""
    return urn.startswith(pattern[:-1]) if pattern.endswith("*") else urn == pattern


def kind_of(channel: Channel | None) -> Kind | None:
    """None: a kind of another version of the program."""
    return kinds().get(channel.kind if channel else BROKER)


def settings_of(channel: Channel | None, kind: Kind) -> Any:
    """With its secrets. Raises SettingsRefused, SourceError (a secret that none of our keys reads)."""
    if channel is None:
        return kind.settings()
    hidden = {one.name: secrets.decrypt(one.token) for one in channel.secrets.all()}
    return asking.read(kind.settings, {**channel.settings, **hidden})
