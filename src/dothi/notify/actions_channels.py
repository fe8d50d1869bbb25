"""What people do with channels: describe, change, switch off and on, try. Secrets are written beside them, encrypted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dothi.accounts.models import Agency, Person
from dothi.connectors.sources import asking, secrets
from dothi.kernel import clock, locks
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.ids import new_uuid
from dothi.kernel.permissions import Grant
from dothi.kernel.said import plain
from dothi.notify import receipts
from dothi.notify.actions import send_now, wake
from dothi.notify.channels.kinds import Kind, get_kind
from dothi.notify.models import Channel, ChannelSecret, ChannelStanding, Message
from dothi.notify.said import Said
from dothi.territory.models import Unit
from dothi.territory.queries import unit_and_below

_action = action_of("notify")
_CODE = re.compile(r"^[a-z0-9][a-z0-9-]{1,59}$")
RESERVED = ("new",)  # words of addresses
PERMISSION = "notify.manage"


@dataclass(frozen=True, slots=True)
class Described:
    """What a person says of a channel, whatever its kind."""

    name: str
    agency: Agency
    unit: Unit | None
    position: int = 0


@_action
def add_channel(
    code: str, kind: str, described: Described, *, settings: Mapping[str, Any], by: Person | None
) -> Channel:
    """A channel that is on at once. Raises BadRequest, SettingsRefused, NotAllowed, Conflict (the code is taken)."""
    made = get_kind(kind)
    if not _CODE.match(code) or code in RESERVED:
        raise BadRequest("channel-code", code=code[:60])
    _check(described, by)
    locks.hold("channels of messages")
    if Channel.objects.filter(code=code).exists():
        raise Conflict("channel-code-taken", code=code)
    told = asking.read(made.settings, {**settings, **(made.fills(settings) if made.fills else {})})
    channel = Channel.objects.create(
        code=code, kind=kind, way=made.way_of(told), settings=_plain(made, told), changed_at=clock.now(), changed_by=by,
        secrets_changed_at=clock.now() if _hidden(made, told) else None, **_fields(described),
    )  # fmt: skip
    _keep(channel, made, told)
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
    check_manages(channel, by)
    _check(described, by)
    locks.hold("channels of messages")
    kind, kept = get_kind(channel.kind), _kept(channel)
    given = {name: value for name, value in settings.items() if value not in (None, "")}
    told = asking.read(kind.settings, {**kept, **given})
    silent = {name for name in kept if name not in given and getattr(told, name)}
    if silent and asking.is_elsewhere(kind.settings, channel.settings, _plain(kind, told)):
        raise asking.SettingsRefused(dict.fromkeys(silent, ("source-setting-secret-again", {})))
    channel.refresh_from_db()
    new = {**_fields(described), "settings": _plain(kind, told), "way": kind.way_of(told)}
    if _hidden(kind, told) != kept:
        new["secrets_changed_at"] = clock.now()
    if all(getattr(channel, name) == value for name, value in new.items()):
        return channel
    Channel.objects.filter(pk=channel.pk).update(**new, changed_at=clock.now(), changed_by=by)
    channel.refresh_from_db()
    _keep(channel, kind, told)
    ChannelStanding.objects.filter(channel=channel).update(
        failures=0, rests_until=None
    )  # it is tried at once
    wake()
    return channel


@_action
def switch(channel: Channel, *, on: bool, by: Person | None, reason: str = "") -> None:
    """Off: what waits there goes to the next channel. Raises NotAllowed, Conflict (it stands so already), BadRequest."""
    check_manages(channel, by)
    if not on and not plain(reason):
        raise BadRequest("notify-needs-reason")
    rows = Channel.objects.filter(pk=channel.pk, is_on=not on)
    if not rows.update(is_on=on, changed_at=clock.now(), changed_by=by):
        raise Conflict("channel-stands-so", name=channel.name)
    channel.refresh_from_db()
    wake()


@_action
def try_out(channel: Channel, address: str, *, by: Person) -> Message:
    """A test message by this channel and no other. Raises NotAllowed, BadRequest (no address), Conflict (it is off)."""
    check_manages(channel, by)
    if not plain(address):
        raise BadRequest("notify-needs-address")
    if not channel.is_on:
        raise Conflict("notify-channel-off", name=channel.name)
    said = Said("notify-test-text", {"name": channel.name, "by": by.full_name})
    return send_now(channel, plain(address), said, key=f"test-{new_uuid()}", by=by)


def check_manages(channel: Channel, by: Person | None) -> None:
    """Raises NotAllowed when `by` does not manage messages of this owner and area."""
    if by is not None and not by.scope(PERMISSION).contains(_reach(channel.unit, channel.agency)):
        raise NotAllowed("channel-beyond", name=channel.name)


def _check(described: Described, by: Person | None) -> None:
    if by is not None and not by.scope(PERMISSION).contains(_reach(described.unit, described.agency)):
        raise NotAllowed("channel-beyond", name=described.name)
    if not plain(described.name):
        raise BadRequest("channel-needs-name")


def _reach(unit: Unit | None, agency: Agency) -> Grant:
    return Grant(None if unit is None else unit_and_below(unit.pk), agency.pk)


def _fields(described: Described) -> dict[str, Any]:
    return {
        "name": plain(described.name),
        "agency": described.agency,
        "unit": described.unit,
        "position": described.position,
    }


def _plain(kind: Kind, told: Any) -> dict[str, Any]:
    """The settings without secrets: what may stand in tables, histories and screens."""
    hidden = asking.secrets_of(kind.settings)
    return {
        one.name: getattr(told, one.name) for one in asking.questions(kind.settings) if one.name not in hidden
    }


def _hidden(kind: Kind, told: Any) -> dict[str, str]:
    return {name: value for name in asking.secrets_of(kind.settings) if (value := getattr(told, name))}


def _kept(channel: Channel) -> dict[str, str]:
    return {one.name: secrets.decrypt(one.token) for one in channel.secrets.exclude(name=receipts.TOKEN)}


def _keep(channel: Channel, kind: Kind, told: Any) -> None:
    """Writes the secrets that hold now and forgets those that mean nothing any more."""
    wanted, before = _hidden(kind, told), _kept(channel)
    channel.secrets.exclude(name__in=[*wanted, receipts.TOKEN]).delete()
    for name, text in wanted.items():
        if before.get(name) != text:
            token = secrets.encrypt(text)
            ChannelSecret.objects.update_or_create(channel=channel, name=name, defaults={"token": token})
