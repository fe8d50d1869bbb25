"""A code goes to a number or an e-mail and comes back: then whoever typed it reads there, and may see, rate, reopen and erase.

The answer to asking is the same for every number, known or not, and also where a number was asked for too often: then nothing is sent.
"""

from __future__ import annotations

import datetime as dt
import hmac
import secrets

from dothi.kernel import clock, locks
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, Conflict, DothiError
from dothi.notify.actions import erase_text, send_to_address
from dothi.notify.models import Message, Way
from dothi.notify.said import Said
from dothi.reports import rules
from dothi.reports.identity import vault
from dothi.reports.identity.digests import digest_of
from dothi.reports.identity.models import Code

DIGITS = 6
PRESSED_TWICE_S = 20
WAYS = (str(Way.SMS), str(Way.EMAIL))

_action = action_of("reports")


def reach_of(told: str) -> tuple[str, str]:
    """(way, address) of what a person typed: a telephone number or an e-mail. Raises BadRequest."""
    contact = vault.contact_of(email=told) if "@" in told else vault.contact_of(phone=told)
    way, address = contact.ways[0]
    if not address:
        raise BadRequest("report-code-needs-address")
    return way, address


@_action
def ask(way: str, address: str, *, network: str, language: str = "vi") -> Code:
    """Sends a code, or seems to. Raises Conflict: too many from this network within the hour."""
    holder, asker, now = digest_of(way, address), digest_of("network", network), clock.now()
    locks.hold(f"codes {holder}")  # of two at once the second sees the first
    if (just := _just_asked(holder, asker, now)) is not None:
        return just
    hour = now - dt.timedelta(hours=1)
    if Code.objects.filter(asker=asker, asked_at__gt=hour).count() >= rules.value("codes-network-hour"):
        raise DothiError("report-code-network", status=429)
    minutes, is_often = rules.value("code-minutes"), _is_often(holder, now)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    row = Code.objects.create(
        way=way, holder=holder, asker=asker, digest="" if is_often else _hidden(holder, now, code), asked_at=now,
        expires_at=now + dt.timedelta(minutes=minutes), ended_at=now if is_often else None,
    )  # fmt: skip
    if not is_often:
        send_to_address(
            way, address, Said("notify-proof-text", {"one_time_code": code, "minutes": minutes}), purpose="proof",
            key=_key(row), importance=Message.Importance.HIGH, language=language, agency_id=None, unit_id=None,
        )  # fmt: skip
    return row


def _just_asked(holder: str, asker: str, now: dt.datetime) -> Code | None:
    """A button pressed twice is one code."""
    since = now - dt.timedelta(seconds=PRESSED_TWICE_S)
    return Code.objects.filter(holder=holder, asker=asker, asked_at__gt=since, proved_at__isnull=True).first()


def _is_often(holder: str, now: dt.datetime) -> bool:
    """Those that were sent count: asking on and on keeps nobody out for ever."""
    sent = Code.objects.filter(holder=holder).exclude(digest="", tries=0, proved_at__isnull=True)
    return any(
        sent.filter(asked_at__gt=now - dt.timedelta(hours=hours)).count() >= rules.value(rule)
        for rule, hours in (("codes-per-hour", 1), ("codes-per-day", 24))
    )


def _key(row: Code) -> str:
    return f"report-code-{row.pk}"


def _hidden(holder: str, at: dt.datetime, code: str) -> str:
    return digest_of("code", holder, at.isoformat(), code)


@_action
def answer(number: int, way: str, address: str, told: str) -> Code | None:
    """Is this the code that went there? None: no; each wrong one counts, the last allowed ends it.

    `number` is the row that the browser asked for. Raises Conflict: its time is over, or it was tried too often."""
    row = (
        Code.objects.select_for_update(no_key=True).filter(pk=number, holder=digest_of(way, address)).first()
    )
    now = clock.now()
    if row is None or row.proved_at or row.ended_at or row.expires_at <= now:
        raise Conflict("report-code-over")
    row.tries += 1
    digits = "".join(sign for sign in told if sign.isascii() and sign.isdigit())[:DIGITS]
    if not hmac.compare_digest(_hidden(row.holder, row.asked_at, digits), row.digest):
        if row.tries >= rules.value("code-tries"):
            row.ended_at = now
        row.save(update_fields=["tries", "ended_at"])
        return None
    row.proved_at, row.digest = now, ""
    row.until = now + dt.timedelta(minutes=rules.value("proof-minutes"))
    row.save(update_fields=["tries", "proved_at", "digest", "until"])
    erase_text(_key(row))
    vault.prove(way, address, now)
    return row


def end(number: int) -> None:
    """Whoever signed out acts no more, also with a copy of the cookie."""
    Code.objects.filter(pk=number, ended_at__isnull=True).update(ended_at=clock.now())


def erase_texts(numbers: list[int]) -> None:
    """Takes the codes out of the messages that carried them."""
    for number in numbers:
        erase_text(f"report-code-{number}")
