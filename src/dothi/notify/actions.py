"""What other rooms ask for: tell a person, tell an address. One row in their transaction; it leaves after their commit (`sending.py`)."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import connection

from dothi.accounts.models import Person
from dothi.kernel import clock
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest
from dothi.kernel.said import plain
from dothi.notify import routing
from dothi.notify.models import Message, Preference, State, Way
from dothi.notify.said import Said
from dothi.notify.telling import tell

_action = action_of("notify")
WAKE = "dothi_notify"  # the channel of NOTIFY that wakes the loop
PATH = 300


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
        key, text, about, purpose, way=channel, address=plain(address)[:400], importance=importance, language=language,
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
    message.state, message.trouble, message.ended_at = State.FAILED, "no-channel", clock.now()
    message.save(update_fields=["state", "trouble", "ended_at"])
    tell(message, "failed")


def wake() -> None:
    """The loop looks at once, as soon as this transaction is committed."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, '')", [WAKE])


@_action
def erase_text(key: str) -> bool:
    """Takes out what a message said, once it did its service (a link that was opened). A message that has not left leaves no more."""
    message = Message.objects.select_for_update().filter(key=key, erased_at__isnull=True).first()
    if message is None:
        return False
    now = clock.now()
    message.deliveries.filter(state=State.WAITING).update(state=State.NEEDLESS, ended_at=now)
    message.text_fields, message.erased_at = {}, now
    if message.state == State.WAITING:
        message.state, message.trouble, message.ended_at = State.FAILED, "needless", now
    message.save(update_fields=["text_fields", "erased_at", "state", "trouble", "ended_at"])
    return True
