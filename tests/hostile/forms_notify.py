"""Forms of messages: a channel described, changed and switched off; how a person wants to be told; a message sent again."""

from __future__ import annotations

from dothi.kernel import clock
from dothi.notify.models import Delivery, Message, NotifyRule, Preference, Proof
from dothi.notify.reaching import digest_of
from dothi.notify.tests.making import an_sms, gateway

from .city import City
from .form import Case, Form

NUMBER = "0900000111"


def _form(city: City) -> Form:
    return {
        "name": "Thư của trung tâm", "agency": city.cast.centre.pk, "area": "", "position": "0", "set-host": "smtp.example.vn",
        "set-port": "587", "set-security": "starttls", "set-sender": "ioc@example.vn",
    }  # fmt: skip


def _failed(city: City) -> str:
    """A message that nobody could carry, and a channel since."""
    message = Message.objects.filter(key="hostile-again").first()
    if message is None:
        message = an_sms("hostile-again")
        gateway("hostile", "https://sms.example.vn/")
    return f"/notify/{message.pk}/again/"


def _unproved(city: City) -> str:
    """There is an own number, and a channel that carries a code there."""
    city.cast.minh.phone = NUMBER
    city.cast.minh.save()
    gateway("hostile-codes", "https://sms.example.vn/")
    return "/notify/me/code/"


def _rule(city: City) -> Form:
    return {
        "value": "30", "valid_from": clock.today().isoformat(), "source": "QĐ 1", "certainty": "D", "reason": "mạng chậm",
    }  # fmt: skip


CASES: dict[str, Case] = {
    "notify-channel-add": Case(
        "quan", lambda c: "/notify/channels/new/email/", lambda c: _form(c) | {"code": "thu"},
        {"notify_channel": 1, "notify_channelevent": 1},
    ),
    "notify-channel-change": Case(
        "quan", lambda c: "/notify/channels/thu/change/", lambda c: _form(c) | {"name": "Thư, mới"}, {"notify_channelevent": 1}
    ),
    "notify-channel-switch": Case(
        "quan", lambda c: "/notify/channels/thu/switch/", lambda c: {"on": "no", "reason": "bảo trì"}, {"notify_channelevent": 1}
    ),
    "notify-me-code": Case(
        "minh", _unproved, lambda c: {"address": digest_of(NUMBER)}, {Proof._meta.db_table: 1, Message._meta.db_table: 1}
    ),
    "notify-rule": Case(
        "quan", lambda c: "/notify/rules/code-minutes/", _rule, {NotifyRule._meta.db_table: 1}
    ),
    "notify-again": Case("quan", _failed, lambda c: {}, {Delivery._meta.db_table: 1}),
    "notify-me": Case(
        "minh", lambda c: "/notify/me/", lambda c: {"place-sms": "1", "quiet_from": "", "quiet_to": "", "language": "vi"},
        {Preference._meta.db_table: 1},
    ),
}  # fmt: skip
