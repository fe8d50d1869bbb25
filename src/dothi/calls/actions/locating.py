"""Where the caller's phone is: a link is sent to it, opened once, and answers with a position and its error circle.

The address of a link stands in one place, the event that orders to send it, and there no longer than it is needed: it is erased when
the phone opens it, when another one takes its place, and when it is past its time (at the latest in the night, `retention.py`).
"""

from __future__ import annotations

import datetime as dt
import hashlib

from django.db.models import Q, QuerySet

from dothi.accounts.models import Person
from dothi.calls import rules
from dothi.calls.actions.guarding import open_record
from dothi.calls.actions.writing import check_point, set_place
from dothi.calls.models import Call, PlaceLink
from dothi.calls.telling import tell
from dothi.kernel import clock, events, settings
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import Conflict, NotFound
from dothi.kernel.ids import new_secret
from dothi.kernel.models import Event
from dothi.kernel.origin import Origin
from dothi.notify import actions as notify
from dothi.notify import queries as messages
from dothi.notify.said import Said

_action = action_of("calls")
TOKEN_BYTES = 15  # 20 characters: nobody guesses it, and it can be read out
LINK = "calls.link"
SMS = "call-link-"  # begins the key of the message that carries a link


@_action
def send_link(call: Call, *, by: Person, base: str = "") -> str:
    """Makes a link for the caller's phone and returns its address, `/here/<token>/`; the one before it holds no longer.

    It goes by SMS where a channel for SMS is set up and the caller's number is known; `base` is how this system is reached where
    nobody said how the public does (`DOTHI_PUBLIC_URL`). Raises NotAllowed, Conflict (the record is closed).
    """
    fresh = open_record(call, by)
    now, token = clock.now(), new_secret(TOKEN_BYTES)
    fresh.links.filter(told_at__isnull=True, expires_at__gt=now).update(expires_at=now)
    erase_addresses(PlaceLink.objects.filter(Q(call=fresh) | Q(expires_at__lte=now)))
    link = PlaceLink.objects.create(
        call=fresh,
        token_hash=_hash(token),
        sent_to=fresh.caller_number,
        sent_by=by,
        sent_at=now,
        expires_at=now + dt.timedelta(minutes=rules.value("link-minutes")),
    )
    url = f"/here/{token}/"
    # read by channels alone: no stream carries what needs calls.person
    order = events.publish(LINK, {"call": fresh.code, "link": link.pk, "path": url}, permission="calls.person",
                           unit_id=fresh.unit_id, agency_id=fresh.agency_id)  # fmt: skip
    PlaceLink.objects.filter(pk=link.pk).update(outbox_id=order.pk)
    _send_by_sms(link, (str(settings.read("PUBLIC_URL")) or base).rstrip("/"), url)
    tell("calls.changed", fresh, what="link-sent")
    return url


def _send_by_sms(link: PlaceLink, base: str, path: str) -> None:
    """What waits for no quiet hours: somebody needs help and cannot say where."""
    call = link.call
    if not base or not link.sent_to or not messages.has_channel("sms"):
        return
    notify.send_to_address(
        "sms", link.sent_to, Said("calls-link-sms", {"link": f"{base}{path}"}), about=f"/calls/{call.code}/",
        purpose="Định vị người gọi khẩn cấp", key=f"{SMS}{link.pk}", unit_id=call.unit_id, agency_id=call.agency_id,
        importance="critical", origin=Origin(call.origin).word,
    )  # fmt: skip


def sms_state(link: PlaceLink | None) -> str:
    """What became of the SMS that carried it; empty: none was sent."""
    key = f"{SMS}{link.pk}" if link is not None else ""
    return messages.states_of([key]).get(key, "")


@events.hears("notify.changed")
@events.hears("notify.delivered")
@events.hears("notify.failed")
def hear_of_sms(event: Event) -> None:
    """The desk shows how far the SMS is."""
    key = str(event.payload.get("key", ""))
    if key.startswith(SMS) and (link := PlaceLink.objects.filter(pk=int(key.removeprefix(SMS))).first()):
        tell("calls.changed", link.call, what="link-sms")


def erase_addresses(links: QuerySet[PlaceLink]) -> int:
    """Takes the addresses of these links out of the outbox; how many stood there."""
    standing = dict(links.filter(outbox_id__isnull=False).values_list("pk", "outbox_id"))
    events.erase([one for one in standing.values() if one is not None], "path")
    for pk in standing:
        notify.erase_text(f"{SMS}{pk}")
    return PlaceLink.objects.filter(pk__in=standing).update(outbox_id=None)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def get_link(token: str) -> PlaceLink:
    """A link that was sent, whatever became of it. Raises NotFound."""
    rows = PlaceLink.objects.select_related("call", "call__line", "call__agency")
    found = rows.filter(token_hash=_hash(token[:60])).first()
    if found is None:
        raise NotFound("call-link-does-not-exist")
    return found


@_action
def open_link(token: str) -> PlaceLink:
    """The phone shows the page; when it did so first is kept. Raises NotFound."""
    link = get_link(token)
    if PlaceLink.objects.filter(pk=link.pk, opened_at__isnull=True).update(opened_at=clock.now()):
        erase_addresses(PlaceLink.objects.filter(pk=link.pk))  # it arrived
        link.refresh_from_db()
        tell("calls.changed", link.call, what="link-opened")
    return link


@_action
def tell_place(token: str, lon: float, lat: float, accuracy_m: float) -> PlaceLink:
    """The phone says where it is, once. The call takes it as its place where it has none yet; else it stands beside it.

    Raises NotFound, BadRequest (no place on earth), Conflict (told already, or too late).
    """
    link = get_link(token)
    check_point(lon, lat, accuracy_m)
    now = clock.now()
    waiting = PlaceLink.objects.filter(pk=link.pk, told_at__isnull=True, expires_at__gt=now)
    if not waiting.update(told_at=now, lon=lon, lat=lat, accuracy_m=accuracy_m):
        raise Conflict("call-link-used" if link.told_at else "call-link-expired")
    erase_addresses(
        PlaceLink.objects.filter(pk=link.pk)
    )  # a phone may tell without having asked for the page
    link.refresh_from_db()
    call = Call.objects.select_for_update(no_key=True, of=("self",)).get(pk=link.call_id)
    if call.lon is None and call.wrapped_at is None:
        set_place(call, lon=lon, lat=lat, source=Call.Source.LINK, accuracy_m=accuracy_m, address=None)
    tell("calls.changed", call, what="link-told")
    return link


@_action
def use_link(link: PlaceLink, *, by: Person) -> Call:
    """Somebody at the desk takes the phone's position as the place. Raises NotAllowed, Conflict (the phone told nothing; closed)."""
    fresh = open_record(link.call, by)
    if link.lon is None or link.lat is None:
        raise Conflict("call-link-told-nothing")
    if (fresh.place_source, fresh.lon, fresh.lat) == (Call.Source.LINK, link.lon, link.lat):
        return fresh
    return set_place(
        fresh, lon=link.lon, lat=link.lat, source=Call.Source.LINK, accuracy_m=link.accuracy_m, address=None
    )
