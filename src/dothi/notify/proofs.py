"""Does a person read what is sent to an address? A code goes there and comes back. A number typed wrong is somebody else's telephone:
what is not critical goes only where its person answered (`proof-needed`, a dated rule).
"""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from dothi.accounts.models import Person
from dothi.kernel import clock, locks
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import Conflict, NotAllowed, NotFound
from dothi.kernel.secret_key import secret_key
from dothi.notify import rules
from dothi.notify.actions import erase_text, send_to_address
from dothi.notify.models import Channel, Message, Preference, Proof
from dothi.notify.reaching import addresses_of, digest_of, proved, wants_proof
from dothi.notify.said import Said

_action = action_of("notify")
DIGITS = 6
PRESSED_TWICE_S = 20


@dataclass(frozen=True, slots=True)
class Reached:
    """One address of a person; `way`: by which a code goes there, empty where no channel carries it."""

    address: str
    ways: tuple[str, ...]
    way: str
    is_proved: bool
    waits: bool  # a code is under way


def of(person: Person) -> list[Reached]:
    """Every address of this person that a code can prove, each once whatever the number of ways that lead there."""
    served = set(Channel.objects.filter(is_on=True).values_list("way", flat=True))
    sure, waits = proved(person), _waiting(person)
    ways_to: dict[str, list[str]] = {}
    for way, addresses in addresses_of(person).items():
        for address in addresses if wants_proof(way) else ():
            ways_to.setdefault(address, []).append(way)
    return [
        Reached(
            address,
            tuple(ways),
            _first(ways, served),
            digest_of(address) in sure,
            digest_of(address) in waits,
        )
        for address, ways in ways_to.items()
    ]


def _first(ways: Iterable[str], served: set[str]) -> str:
    return next((str(way) for way in ways if way in served), "")


def _waiting(person: Person) -> frozenset[str]:
    rows = Proof.objects.filter(
        person=person, proved_at__isnull=True, ended_at__isnull=True, expires_at__gt=clock.now()
    )
    return frozenset(rows.values_list("address_digest", flat=True))


@_action
def ask(person: Person, address: str, *, by: Person) -> Proof:
    """Sends a code to an own address. Raises NotAllowed, NotFound (no address of theirs), Conflict (proved already, no channel, too often)."""
    if person.pk != by.pk:
        raise NotAllowed()
    reached = next((one for one in of(person) if one.address == address), None)
    if reached is None:
        raise NotFound("notify-proof-address")
    if reached.is_proved:
        raise Conflict("notify-proof-stands")
    if not reached.way:
        raise Conflict("notify-proof-no-channel")
    locks.hold(f"codes of {person.pk}")  # of two at once the second sees the first
    if (just := _just_asked(person, address)) is not None:
        return just
    _refuse_often(person)
    now, code = clock.now(), f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    _end_open(person, digest_of(address))
    minutes = rules.number("code-minutes")
    proof = Proof.objects.create(
        person=person, way=reached.way, address_digest=digest_of(address), asked_at=now,
        expires_at=now + dt.timedelta(minutes=minutes), code_digest=_hidden(person, now, code),
    )  # fmt: skip
    _send(proof, address, code, minutes)
    return proof


def _just_asked(person: Person, address: str) -> Proof | None:
    """A button pressed twice is one code."""
    since = clock.now() - dt.timedelta(seconds=PRESSED_TWICE_S)
    return _open(person, digest_of(address)).filter(asked_at__gt=since).first()


def _open(person: Person, digest: str) -> QuerySet[Proof]:
    rows = Proof.objects.filter(person=person, proved_at__isnull=True, ended_at__isnull=True)
    return rows.filter(address_digest=digest).select_related("person__agency")


def _refuse_often(person: Person) -> None:
    asked, now = Proof.objects.filter(person=person), clock.now()
    for code, hours in (("codes-per-hour", 1), ("codes-per-day", 24)):
        if asked.filter(asked_at__gt=now - dt.timedelta(hours=hours)).count() >= rules.number(code):
            raise Conflict("notify-proof-too-often", hours=hours)


def _end_open(person: Person, digest: str) -> None:
    """One code at a time: what went before opens nothing any more."""
    for row in _open(person, digest):
        _end(row)


def _end(proof: Proof) -> None:
    Proof.objects.filter(pk=proof.pk).update(ended_at=clock.now(), code_digest="")
    erase_text(_key(proof))


def _send(proof: Proof, address: str, code: str, minutes: int) -> None:
    person = proof.person
    chosen = Preference.objects.filter(person=person).values_list("language", flat=True).first()
    send_to_address(
        proof.way, address, Said("notify-proof-text", {"one_time_code": code, "minutes": minutes}),
        about="/notify/me/", purpose="proof", key=_key(proof), importance=Message.Importance.HIGH,
        language=chosen or "vi", agency_id=person.agency_id, unit_id=person.agency.unit_id if person.agency else None,
    )  # fmt: skip


def _key(proof: Proof) -> str:
    return f"proof-{proof.pk}"


@_action
def answer(person: Person, address: str, code: str, *, by: Person) -> bool:
    """Is this the code that went there? Each wrong one counts, the last allowed ends it.

    Raises NotAllowed, Conflict (no code is under way, or its time is over).
    """
    if person.pk != by.pk:
        raise NotAllowed()
    rows = _open(person, digest_of(address)).filter(expires_at__gt=clock.now())
    row = rows.select_for_update(no_key=True, of=("self",)).first()
    if row is None:
        raise Conflict("notify-proof-over")
    row.tries += 1
    row.save(update_fields=["tries"])
    told = "".join(sign for sign in code if sign.isascii() and sign.isdigit())[:DIGITS]
    if not hmac.compare_digest(_hidden(person, row.asked_at, told), row.code_digest):
        if row.tries >= rules.number("code-tries"):
            _end(row)
        return False
    row.proved_at, row.code_digest = clock.now(), ""
    row.save(update_fields=["proved_at", "code_digest"])
    erase_text(_key(row))
    return True


def _hidden(person: Person, at: dt.datetime, code: str) -> str:
    """Six digits alone would be found by trying; whoever reads the table has not the key."""
    text = f"{person.pk} {at.isoformat()} {code}".encode()
    return hmac.digest(secret_key().encode(), text, "sha256").hex()


@_action
def vouch(person: Person, *, by: Person | None, reason: str = "") -> None:
    """Takes every address of this person as proved: the demo's phones are nobody's, and tests begin with people who can be reached."""
    now, sure = clock.now(), proved(person)
    for way, addresses in addresses_of(person).items():
        for address in addresses:
            if wants_proof(way) and (digest := digest_of(address)) not in sure:
                sure |= {digest}
                Proof.objects.create(
                    person=person, way=way, address_digest=digest, asked_at=now, expires_at=now, proved_at=now
                )
