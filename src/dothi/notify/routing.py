"""By which channel a message goes next: the ways of the person in their order, of each way the channels that serve it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from dothi.accounts.models import Person
from dothi.kernel import clock, drill
from dothi.kernel.origin import Origin
from dothi.notify import quiet, rules
from dothi.notify.models import Channel, Delivery, Message, Preference, Way
from dothi.notify.reaching import addresses_of, digest_of, proved, wants_proof
from dothi.territory.queries import unit_and_below

ORDER = (Way.PUSH, Way.ZALO, Way.SMS, Way.EMAIL, Way.OTHER)  # where a person chose none
LAST = (Way.VOICE,)  # only what is critical rings


class Turn(NamedTuple):
    """One channel and where it reaches the person."""

    channel: Channel
    address: str


def next_turn(message: Message) -> Turn | None:
    """The first that was not tried yet."""
    tried = _tried(message)
    return next((one for one in turns(message) if (one.channel.pk, one.address) not in tried), None)


def _tried(message: Message) -> set[tuple[int, str]]:
    """In the present course: where one has its turn a second time, a person let it begin once more."""
    found: set[tuple[int, str]] = set()
    for turn in message.deliveries.order_by("number").values_list("channel_id", "address"):
        if turn in found:
            found = set()
        found.add(turn)
    return found


def turns(message: Message, *, unproved: bool | None = None) -> Iterator[Turn]:
    """Every channel that may carry it, in order. Addresses that nobody proved come last, and (`unproved`; none: as the dated rule
    says) only for what is worth that a stranger may read it."""
    serving = [
        one for one in Channel.objects.filter(is_on=True).order_by("position", "pk") if _serves(one, message)
    ]
    if message.person is None:
        yield from (Turn(one, message.address) for one in serving if one.way == message.way)
        return
    ways, known = ways_of(message.person, message.importance), addresses_of(message.person)
    reached = [(way, address) for way in ways for address in known.get(way, ())]
    sure = proved(message.person)
    if unproved is None:
        unproved = message.importance not in rules.proof_needed()
    for wanted in (True, False) if unproved else (True,):
        for way, address in reached:
            if (not wants_proof(way) or digest_of(address) in sure) is wanted:
                yield from (Turn(one, address) for one in serving if one.way == way)


def lacks_proof(message: Message) -> bool:
    """Would it reach its person if they had proved where they are reached?"""
    return message.person is not None and next(turns(message, unproved=True), None) is not None


def ways_of(person: Person, importance: str) -> list[str]:
    """In the person's order. What is critical goes on to the ways that they did not choose before it is given up."""
    chosen = Preference.objects.filter(person=person).values_list("ways", flat=True).first()
    ways = list(chosen or ORDER)
    if importance == Message.Importance.CRITICAL:
        ways += [one for one in (*ORDER, *LAST) if one not in ways]
    return ways


def _serves(channel: Channel, message: Message) -> bool:
    """What a simulation says reaches no real telephone: it goes to the demo's own."""
    if message.origin == Origin.SIMULATED.word and channel.kind != "demo_outbox":
        return False
    return channel.unit_id is None or message.unit_id in unit_and_below(channel.unit_id)


def begin(message: Message, now: dt.datetime | None = None, *, again: bool = False) -> Delivery | None:
    """Gives the message to its next channel (`again`: to its first), in the running transaction; None: there is no other."""
    turn = next(turns(message), None) if again else next_turn(message)
    if turn is None:
        return None
    now = now or clock.now()
    over = quiet_until(message, now)
    return Delivery.objects.create(
        message=message, channel=turn.channel, address=turn.address, number=message.deliveries.count() + 1,
        next_try_at=over or now, held="quiet" if over else "", created_at=now,
    )  # fmt: skip


def quiet_until(message: Message, now: dt.datetime) -> dt.datetime | None:
    """Until when it waits for its person's morning; what is critical waits for nobody's, and who trains at night is awake."""
    if message.person_id is None or message.importance == Message.Importance.CRITICAL or drill.mark():
        return None
    own = Preference.objects.filter(person_id=message.person_id, quiet_from__isnull=False).first()
    begins, ends = (own.quiet_from, own.quiet_to) if own else rules.quiet_hours()
    assert begins is not None and ends is not None  # the table says so
    return quiet.ends_at(now, begins, ends)
