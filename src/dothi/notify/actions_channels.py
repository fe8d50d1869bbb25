"""What people do with channels: describe, change, switch off and on, try. Secrets are written beside them, encrypted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dothi.accounts.models import Person
from dothi.connectors.channels import acting
from dothi.connectors.sources import asking, keeping
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.ids import new_uuid
from dothi.kernel.said import plain
from dothi.notify import receipts
from dothi.notify.actions import send_now, wake
from dothi.notify.channels.kinds import get_kind
from dothi.notify.models import Channel, ChannelSecret, ChannelStanding, Message
from dothi.notify.said import Said

_action = action_of("notify")
CHANNELS = acting.Channels(Channel, "notify.manage", get_kind, apart=(receipts.TOKEN,))


@dataclass(frozen=True)
class Described(acting.Described):
    """What a person says of a channel, whatever its kind."""

    position: int = 0

    def columns(self) -> dict[str, Any]:
        return {**super().columns(), "position": self.position}


@_action
def add_channel(
    code: str, kind: str, described: Described, *, settings: Mapping[str, Any], by: Person | None
) -> Channel:
    """A channel that is on at once. Raises BadRequest, SettingsRefused, NotAllowed, Conflict (the code is taken)."""
    made = get_kind(kind)
    CHANNELS.begin(code, described, by)
    told = asking.read(made.settings, {**settings, **(made.fills(settings) if made.fills else {})})
    channel: Channel = CHANNELS.make(code, made, told, described, by=by, way=made.way_of(told))
    receipts.give_token(channel)
    wake()
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
    told = CHANNELS.retold(channel, settings)
    if CHANNELS.change(channel, told, described, by=by, way=get_kind(channel.kind).way_of(told)):
        # it is tried at once
        ChannelStanding.objects.filter(channel=channel).update(failures=0, rests_until=None)
        wake()
    return channel


@_action
def switch(channel: Channel, *, on: bool, by: Person | None, reason: str = "") -> None:
    """Off: what waits there goes to the next channel. Raises NotAllowed, Conflict (it stands so already), BadRequest."""
    CHANNELS.switch(channel, on=on, by=by, reason=reason)
    wake()


@_action
def try_out(channel: Channel, address: str, *, by: Person) -> Message:
    """A test message by this channel and no other. Raises NotAllowed, BadRequest (no address), Conflict (it is off)."""
    CHANNELS.check_manages(channel, by)
    if not plain(address):
        raise BadRequest("notify-needs-address")
    if not channel.is_on:
        raise Conflict("notify-channel-off", name=channel.name)
    said = Said("notify-test-text", {"name": channel.name, "by": by.full_name})
    return send_now(channel, plain(address), said, key=f"test-{new_uuid()}", by=by)


def encrypt_anew() -> int:
    """Every secret by the first key; returns how many. Raises SourceError."""
    return keeping.encrypt_anew(ChannelSecret)
