"""The ways out of the copy, all of which end in it: every message that the rooms send is shown on `/notify/phones/`.

The city's channels, their secrets and people's numbers are not copied, so without these nothing could be sent there, no escalation
would reach anybody, and a drill would train what never happens. Telephone numbers stay blank: a person is known by the user name.
"""

from __future__ import annotations

from django.db import transaction

from dothi.accounts.models import Agency
from dothi.kernel.i18n import t
from dothi.notify import actions_channels as channels
from dothi.notify.models import Channel, Way

KIND = "demo_outbox"
WAYS = (Way.PUSH, Way.SMS, Way.EMAIL, Way.VOICE, Way.LOUDSPEAKER)


@transaction.atomic
def ensure() -> None:
    """The channels of the copy (idempotent). A copy without any agency has nobody to write to."""
    owner = Agency.objects.order_by("pk").first()
    known = set(Channel.objects.values_list("code", flat=True))
    for way in WAYS:
        if owner is not None and code_of(way) not in known:
            described = channels.Described(t("drills-channel", "vi", way=str(way)), owner, None)
            channels.add_channel(code_of(way), KIND, described, settings={"way": str(way)}, by=None)


def switch(way: str, *, on: bool) -> None:
    """A way that fails for a while, and is there again; said again it changes nothing."""
    channel = Channel.objects.filter(code=code_of(way)).first()
    if channel is not None and channel.is_on != on:
        channels.switch(channel, on=on, by=None, reason="drill")


def code_of(way: str) -> str:
    return f"drill-{way}"
