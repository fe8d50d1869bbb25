"""What people do with channels to devices: describe, change, switch off and on. Secrets are written beside them, encrypted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dothi.accounts.models import Person
from dothi.commands.channels.kinds import get_kind
from dothi.commands.models import Channel, ChannelSecret
from dothi.connectors.channels import acting
from dothi.connectors.sources import asking, keeping
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, Conflict

_action = action_of("commands")
_URN = re.compile(r"^urn:ngsi-ld:[A-Za-z][A-Za-z0-9]*:[^\s*]*\*?$")
MOST = 1000  # devices behind one channel that are named one by one
CHANNELS = acting.Channels(Channel, "connectors.manage", get_kind)


@dataclass(frozen=True)
class Described(acting.Described):
    """What a person says of a channel, whatever its kind."""

    urns: Sequence[str]

    def columns(self) -> dict[str, Any]:
        return {**super().columns(), "urns": list(dict.fromkeys(self.urns))}


@_action
def add_channel(
    code: str, kind: str, described: Described, *, settings: Mapping[str, Any], by: Person | None
) -> Channel:
    """A channel that is on at once. Raises BadRequest, SettingsRefused, NotAllowed, Conflict (the code or a device is taken)."""
    made = get_kind(kind)
    CHANNELS.begin(code, described, by)
    _check_devices(described.urns, None)
    channel: Channel = CHANNELS.make(code, made, asking.read(made.settings, settings), described, by=by)
    return channel


@_action
def change_channel(
    channel: Channel,
    described: Described,
    *,
    settings: Mapping[str, Any],
    by: Person | None,
    reason: str = "",
) -> Channel:
    """Describes it anew. A secret that is not given stays, as long as it goes where it went. Raises as `add_channel`."""
    CHANNELS.begin_change(channel, described, by)
    _check_devices(described.urns, channel)
    CHANNELS.change(channel, CHANNELS.retold(channel, settings), described, by=by)
    return channel


@_action
def switch(channel: Channel, *, on: bool, by: Person | None, reason: str = "") -> None:
    """Off: its devices get no command, by no other way either. Raises NotAllowed, Conflict (it stands so already), BadRequest."""
    CHANNELS.switch(channel, on=on, by=by, reason=reason)


def encrypt_anew() -> int:
    """Every secret by the first key; returns how many. Raises SourceError."""
    return keeping.encrypt_anew(ChannelSecret)


def _check_devices(urns: Sequence[str], own: Channel | None) -> None:
    """Two channels may not say the same words: which of them would send?"""
    if not urns or len(urns) > MOST:
        raise BadRequest("channel-needs-devices", most=MOST)
    for urn in urns:
        if not _URN.match(urn) or len(urn) > 400:
            raise BadRequest("channel-device", urn=urn[:200])
    others = Channel.objects.filter(urns__overlap=list(urns))
    if found := (others.exclude(pk=own.pk) if own else others).first():
        taken = next(one for one in urns if one in found.urns)
        raise Conflict("channel-device-taken", urn=taken, name=found.name)
