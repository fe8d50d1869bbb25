"""What other rooms ask for: tell a person, tell an address. One row in their transaction; it leaves after their commit (`sending.py`)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import connection

from dothi.accounts.models import Person
from dothi.kernel import clock
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.i18n import LANGUAGES
from dothi.kernel.said import plain
from dothi.notify import routing
from dothi.notify.models import Address, Channel, Delivery, Message, Preference, State, Way
from dothi.notify.said import Said
from dothi.notify.telling import tell

_action = action_of("notify")
WAKE = "dothi_notify"  # the channel of NOTIFY that wakes the loop
PATH = 300
LONGEST = 2000  # characters of an address


@_action
def send(
    to: Person, text: Said, *, importance: str = Message.Importance.NORMAL, about: str = "", purpose: str, key: str = "",
    origin: str = "live",
) -> Message:  # fmt: skip
    """Tells one person. The same `key` again is the same message. Raises BadRequest (no purpose, no such importance)."""
    if importance not in Message.Importance.values:
        raise BadRequest("notify-importance", importance=importance[:20])
    agency = to.agency
    language = Preference.objects.filter(person=to).values_list("language", flat=True).first() or "vi"
    return _made(
        key, text, about, purpose, person=to, importance=importance, language=language, origin=origin,
        agency_id=to.agency_id, unit_id=agency.unit_id if agency else None,
    )  # fmt: skip


@_action
def send_to_address(
    channel: str, address: str, text: Said, *, about: str = "", purpose: str, key: str = "", unit_id: int | None,
    agency_id: int | None, importance: str = Message.Importance.HIGH, language: str = "vi", origin: str = "live",
) -> Message:  # fmt: skip
    """Tells an address by one way (`sms`, `email`, `loudspeaker` …): who stands behind it has no account, and no quiet hours.

    Raises BadRequest (no such way, no address, no purpose).
    """
    if channel not in Way.values:
        raise BadRequest("notify-way", way=channel[:20])
    if not plain(address):
        raise BadRequest("notify-needs-address")
    return _made(
        key, text, about, purpose, way=channel, address=plain(address)[:1000], importance=importance, language=language,
        origin=origin, unit_id=unit_id, agency_id=agency_id,
    )  # fmt: skip


def _made(key: str, text: Said, about: str, purpose: str, **columns: Any) -> Message:
    if not plain(purpose):
        raise BadRequest("notify-needs-purpose")
    message, is_new = Message.objects.get_or_create(
        key=key[:200] or f"m-{uuid.uuid4()}",
        defaults={
            **columns, "text_key": text.key, "text_fields": dict(text.fields), "about": about[:PATH],
            "purpose": plain(purpose)[:200], "created_at": clock.now(),
        },
    )  # fmt: skip
    if is_new:
        _begun(message)
    return message


def _begun(message: Message) -> None:
    if routing.begin(message) is not None:
        tell(message, "changed")
        wake()
        return
    trouble = "unproved" if routing.lacks_proof(message) else "no-channel"
    message.state, message.trouble, message.ended_at = State.FAILED, trouble, clock.now()
    message.save(update_fields=["state", "trouble", "ended_at"])
    tell(message, "failed")


def send_now(channel: Channel, address: str, text: Said, *, key: str, by: Person) -> Message:
    """By this one channel, in the running transaction: a test of it."""
    now = clock.now()
    message = Message.objects.create(
        key=key, way=channel.way, address=address[:1000], text_key=text.key, text_fields=dict(text.fields),
        importance=Message.Importance.HIGH, purpose="test", unit_id=channel.unit_id, agency_id=channel.agency_id,
        about=f"/notify/channels/{channel.code}/", created_at=now,
    )  # fmt: skip
    Delivery.objects.create(
        message=message, channel=channel, address=address[:1000], number=1, next_try_at=now, created_at=now
    )
    wake()
    return message


@_action
def try_again(message: Message, *, by: Person) -> Message:
    """Once more from its first channel, by a person's hand; quiet hours hold. Raises NotAllowed, Conflict (it is under way, or its
    text was erased)."""
    if not by.scope("notify.manage").covers(message.unit_id, message.agency_id):
        raise NotAllowed(permission="notify.manage")
    fresh = (
        Message.objects.select_for_update(no_key=True, of=("self",))
        .select_related("person")
        .get(pk=message.pk)
    )
    if fresh.state not in (State.FAILED, State.NO_RECEIPT) or fresh.erased_at is not None:
        raise Conflict("notify-not-over", key=fresh.key)
    delivery = routing.begin(fresh, again=True)
    if delivery is None:
        raise Conflict("notify-no-channel")
    fresh.state, fresh.trouble, fresh.ended_at = State.WAITING, "", None
    fresh.save(update_fields=["state", "trouble", "ended_at"])
    tell(fresh, "changed")
    wake()
    return fresh


def wake() -> None:
    """The loop looks at once, as soon as this transaction is committed."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, '')", [WAKE])


@_action
def erase_text(key: str) -> bool:
    """Takes out what a message said, once it did its service (a link that was opened). A message that has not left leaves no more."""
    message = Message.objects.select_for_update(no_key=True).filter(key=key, erased_at__isnull=True).first()
    if message is None:
        return False
    now = clock.now()
    message.deliveries.filter(state=State.WAITING).update(state=State.NEEDLESS, ended_at=now)
    message.text_fields, message.erased_at = {}, now
    if message.state == State.WAITING:
        message.state, message.trouble, message.ended_at = State.FAILED, "needless", now
    message.save(update_fields=["text_fields", "erased_at", "state", "trouble", "ended_at"])
    return True


@_action
def prefer(
    person: Person, *, ways: list[str], quiet: tuple[dt.time, dt.time] | None, language: str, by: Person
) -> Preference:
    """How a person wants to be told, said by themselves. Raises NotAllowed, BadRequest (no way, or none that there is)."""
    if person.pk != by.pk:
        raise NotAllowed()
    if not ways or set(ways) - set(Way.values):
        raise BadRequest("notify-needs-a-way")
    columns = {
        "ways": list(dict.fromkeys(ways)), "quiet_from": quiet[0] if quiet else None, "quiet_to": quiet[1] if quiet else None,
        "language": language if language in LANGUAGES else "vi",
    }  # fmt: skip
    return Preference.objects.update_or_create(person=person, defaults=columns)[0]


@_action
def add_address(person: Person, way: str, value: str, *, label: str, by: Person) -> Address:
    """A browser or a user's id of one's own. Raises NotAllowed, BadRequest (no such way; accounts keep number and e-mail)."""
    if person.pk != by.pk:
        raise NotAllowed()
    if way not in (Way.PUSH, Way.ZALO, Way.OTHER) or not plain(value) or len(value) > LONGEST:
        raise BadRequest("notify-address")
    return Address.objects.get_or_create(
        person=person,
        way=way,
        value=plain(value),
        defaults={"label": plain(label)[:120], "created_at": clock.now()},
    )[0]


@_action
def remove_address(address: Address, *, by: Person) -> None:
    """Raises NotAllowed: it is somebody else's."""
    if address.person_id != by.pk:
        raise NotAllowed()
    address.delete()
