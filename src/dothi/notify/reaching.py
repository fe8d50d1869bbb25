"""Where a person is reached: what accounts know, what they said themselves, and which of it they proved to be theirs."""

from __future__ import annotations

import hashlib

from dothi.accounts.models import Person
from dothi.kernel import drill
from dothi.notify.models import Address, Proof, Way

OF_ACCOUNT = {Way.SMS: "phone", Way.VOICE: "phone", Way.EMAIL: "email"}


def addresses_of(person: Person) -> dict[str, list[str]]:
    """By way; of several for one way the newest first. A drill's copy knows nobody's number: there each has a telephone of their own."""
    if drill.mark():
        return {Way.PUSH: [person.username]}
    found: dict[str, list[str]] = {
        way: [getattr(person, name)] for way, name in OF_ACCOUNT.items() if getattr(person, name)
    }
    for way, value in Address.objects.filter(person=person).order_by("-pk").values_list("way", "value"):
        found.setdefault(way, []).append(value)
    return found


def wants_proof(way: str) -> bool:
    """A browser gave its subscription itself, to whoever was signed in there."""
    return way != Way.PUSH


def digest_of(address: str) -> str:
    """Stands for an address where it must not stand itself; however it is spaced or written large."""
    return hashlib.sha256("".join(address.split()).lower().encode()).hexdigest()


def proved(person: Person) -> frozenset[str]:
    """Digests of the addresses that this person answered from."""
    rows = Proof.objects.filter(person=person, proved_at__isnull=False)
    return frozenset(rows.values_list("address_digest", flat=True))
