"""Channels of the demo city: phones and mailboxes of its own (`/notify/phones/`). Nothing leaves the house; numbers are nobody's."""

from __future__ import annotations

from dothi.accounts import actions as accounts
from dothi.accounts.models import Agency, Person
from dothi.demo.city import City
from dothi.kernel import clock
from dothi.notify import actions_channels as channels
from dothi.notify import proofs
from dothi.notify.models import Address, Channel, Way

REASON = "Dữ liệu mô phỏng của thành phố mẫu."
WAYS = (
    (Way.ZALO, "Zalo (mô phỏng)"),
    (Way.SMS, "SMS (mô phỏng)"),
    (Way.EMAIL, "E-mail (mô phỏng)"),
    (Way.VOICE, "Gọi thoại (mô phỏng)"),
    (Way.LOUDSPEAKER, "Loa truyền thanh (mô phỏng)"),
)
NOBODYS = "0900000{:03d}"


def load_channels(city: City) -> None:
    """Repeating changes nothing."""
    owner = (
        Agency.objects.filter(kind="centre").order_by("pk").first() or Agency.objects.order_by("pk").first()
    )
    assert owner is not None  # the people of the city were loaded before
    for way, name in WAYS:
        if not Channel.objects.filter(code=f"demo-{way}").exists():
            described = channels.Described(name, owner, None)
            channels.add_channel(f"demo-{way}", "demo_outbox", described, settings={"way": str(way)}, by=None)
    names = [plan.username for plan in city.people]
    for person in Person.objects.filter(username__in=names, phone="").order_by("pk"):
        number = NOBODYS.format(person.pk % 1000)
        accounts.change_person(
            person,
            by=None,
            reason=REASON,
            phone=number,
            email=person.email or f"{person.username}@demo.example",
        )
    for person in Person.objects.filter(username__in=names).exclude(notify_addresses__way=Way.ZALO):
        Address.objects.get_or_create(
            person=person, way=Way.ZALO, value=f"demo-{person.username}",
            defaults={"label": REASON, "created_at": clock.now()},
        )  # fmt: skip
    for person in Person.objects.filter(username__in=names):
        proofs.vouch(person, by=None, reason=REASON)
