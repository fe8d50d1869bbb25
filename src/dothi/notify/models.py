"""Messages that leave the house: to whom, in which words, why, by which channel, and what came of it.

A message is tried over one channel after another until somebody has it. What it says and where it went is personal: no version keeps
it, retention erases it; that something was sent, when, about what and with which end stays in the room that asked for it.
"""

from __future__ import annotations

import uuid
from typing import Any

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from dothi.accounts.models import Agency, Person
from dothi.kernel import clock
from dothi.kernel.dated import DatedRule
from dothi.territory.models import Unit


class Way(models.TextChoices):
    """By what a person is reached; a channel serves one of them."""

    PUSH = "push"
    ZALO = "zalo"
    SMS = "sms"
    EMAIL = "email"
    VOICE = "voice"
    LOUDSPEAKER = "loudspeaker"
    OTHER = "other"


class State(models.TextChoices):
    """Of a message and of each of its deliveries."""

    WAITING = "waiting"
    SENDING = "sending"  # of a delivery: somebody has it in hand until `lease_until`
    SENT = "sent"  # the other side took it
    DELIVERED = "delivered"
    READ = "read"
    NO_RECEIPT = "no-receipt"  # taken, and nothing was heard in time
    FAILED = "failed"
    NEEDLESS = "needless"  # of a delivery: another channel arrived first


@pghistory.track()
class Channel(models.Model):
    """One configured way out. `kind`: a folder of `channels/`. Without a unit it serves everybody, with one what concerns that unit.

    Secrets stand apart; `secrets_changed_at` tells the history that they changed, and nothing else of them.
    """

    code = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=40)
    way = models.CharField(max_length=12, choices=Way)
    name = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)  # of several for one way the lowest goes first
    settings = models.JSONField(default=dict)  # without secrets
    secrets_changed_at = models.DateTimeField(null=True, blank=True)
    is_on = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        db_table = "notify_channel"

    def __str__(self) -> str:
        return self.name

    @property
    def kind_key(self) -> str:
        return f"notify-{self.kind.replace('_', '-')}"

    @property
    def way_key(self) -> str:
        return f"notify-way-{self.way}"


class ChannelSecret(models.Model):
    """One secret of a channel as `connectors.sources.secrets` encrypted it; in no history, on no screen."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="secrets")
    name = models.CharField(max_length=60)
    token = models.TextField()

    class Meta:
        db_table = "notify_channel_secret"
        constraints = [models.UniqueConstraint(fields=["channel", "name"], name="notify_secret_once")]


class ChannelStanding(models.Model):
    """How a channel is, written by the machine: when it last worked and failed; `rests_until`: it is down and is left alone so long."""

    channel = models.OneToOneField(
        Channel, on_delete=models.CASCADE, primary_key=True, related_name="standing"
    )
    worked_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=60, blank=True)  # a string key's end: notify-trouble-…
    said = models.CharField(max_length=200, blank=True)
    failures = models.PositiveIntegerField(default=0)  # one after another
    rests_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "notify_channel_standing"


class Message(models.Model):
    """One thing to tell one person, or one address. The same `key` again is the same message."""

    class Importance(models.TextChoices):
        CRITICAL = "critical"  # also in quiet hours
        HIGH = "high"
        NORMAL = "normal"

    key = models.CharField(max_length=200, unique=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=12, choices=Way, blank=True)  # of a message to an address
    address = models.CharField(max_length=1000, blank=True)  # of a browser: its subscription
    text_key = models.CharField(max_length=120)
    text_fields = models.JSONField(default=dict)
    language = models.CharField(max_length=2, default="vi")
    importance = models.CharField(max_length=8, choices=Importance)
    about = models.CharField(max_length=300, blank=True)  # a path of ours
    purpose = models.CharField(max_length=200)
    origin = models.CharField(max_length=12, default="live")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    trouble = models.CharField(max_length=60, blank=True)  # why it ended badly: notify-trouble-…
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # delivered, or given up
    erased_at = models.DateTimeField(null=True)  # its text was needed once

    class Meta:
        db_table = "notify_message"
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, way="", address="") | (Q(person__isnull=True) & ~Q(way="")),
                name="notify_message_goes_to_one",
            ),
            models.CheckConstraint(condition=~Q(purpose=""), name="notify_message_has_a_purpose"),
        ]
        indexes = [
            models.Index(fields=["-created_at"], name="notify_newest"),
            models.Index(fields=["created_at"], condition=Q(state="waiting"), name="notify_waiting"),
            models.Index(fields=["person", "-created_at"], name="notify_of_person"),
            models.Index(fields=["address"], condition=~Q(address=""), name="notify_by_address"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def state_key(self) -> str:
        return f"notify-state-{self.state}"


class Delivery(models.Model):
    """One channel's turn with a message. `our_id` is what the other side may know it by, the same however often it is tried."""

    OPEN = (State.WAITING, State.SENDING, State.SENT)

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="deliveries")
    number = models.PositiveSmallIntegerField()  # which turn
    address = models.TextField()
    our_id = models.UUIDField(unique=True, default=uuid.uuid4)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    held = models.CharField(max_length=10, blank=True)  # why it waits: "quiet"
    claim = models.UUIDField(null=True)  # who sends it now
    lease_until = models.DateTimeField(null=True)
    provider_id = models.CharField(max_length=200, blank=True)
    trouble = models.CharField(max_length=60, blank=True)  # a string key's end: notify-trouble-…
    said = models.CharField(max_length=200, blank=True)  # the other side's own words
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    receipt_due_at = models.DateTimeField(null=True)
    receipt_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notify_delivery"
        constraints = [
            models.UniqueConstraint(fields=["message", "number"], name="notify_delivery_turn"),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(claim__isnull=False, lease_until__isnull=False),
                name="notify_delivery_sending_has_a_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(next_try_at__isnull=False),
                name="notify_delivery_waiting_knows_until_when",
            ),
        ]
        indexes = [
            models.Index(fields=["channel", "next_try_at"], condition=Q(state="waiting"), name="notify_due"),
            models.Index(fields=["lease_until"], condition=Q(state="sending"), name="notify_leased"),
            models.Index(fields=["receipt_due_at"], condition=Q(state="sent"), name="notify_receipt_due"),
            models.Index(fields=["channel", "provider_id"], name="notify_by_provider"),
        ]

    @property
    def state_key(self) -> str:
        return f"notify-state-{self.state}"


class Receipt(models.Model):
    """What a provider told of one message, once. Without a delivery: it came before ours was noted, or is nobody's."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+")
    provider_id = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State)
    said = models.CharField(max_length=200, blank=True)
    received_at = models.DateTimeField()
    delivery = models.ForeignKey(Delivery, null=True, on_delete=models.CASCADE, related_name="receipts")

    class Meta:
        db_table = "notify_receipt"
        constraints = [
            models.UniqueConstraint(fields=["channel", "provider_id", "state"], name="notify_receipt_once")
        ]


@pghistory.track(exclude=["value"])
class Address(models.Model):
    """Where a person is reached by a way that accounts do not know (number and e-mail stand there and nowhere else)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notify_addresses")
    way = models.CharField(max_length=12, choices=Way)
    value = models.TextField()  # a user's id of Zalo, a browser's subscription as JSON
    label = models.CharField(max_length=120, blank=True)  # which browser
    verified_at = models.DateTimeField(null=True)  # something arrived there
    created_at = models.DateTimeField()

    class Meta:
        db_table = "notify_address"
        constraints = [models.UniqueConstraint(fields=["person", "way", "value"], name="notify_address_once")]


class Proof(models.Model):
    """A code that went to an address and, once `proved_at` is set, came back from its person.

    `address_digest` stands for the address, which has its own home (`accounts`, `Address`): another number there is not proved by this.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notify_proofs")
    way = models.CharField(max_length=12, choices=Way)  # by which the code went
    address_digest = models.CharField(max_length=64)
    code_digest = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    proved_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # tried too often, or another code took its place

    class Meta:
        db_table = "notify_proof"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "address_digest"],
                condition=Q(proved_at__isnull=False),
                name="notify_proved_once",
            ),
            models.UniqueConstraint(
                fields=["person", "address_digest"],
                condition=Q(proved_at__isnull=True, ended_at__isnull=True),
                name="notify_one_code_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["person", "asked_at"], name="notify_codes_of_person")]


@pghistory.track()
class Preference(models.Model):
    """How a person wants to be told: `ways` in their order; quiet hours in Viet Nam's time (equal: none)."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="notify_preference")
    ways = ArrayField(models.CharField(max_length=12, choices=Way), default=list)
    quiet_from = models.TimeField(null=True)  # none: as the dated rule says
    quiet_to = models.TimeField(null=True)
    language = models.CharField(max_length=2, default="vi")

    class Meta:
        db_table = "notify_preference"
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_to__isnull=True)
                | Q(quiet_from__isnull=False, quiet_to__isnull=False),
                name="notify_quiet_hours_begin_and_end",
            )
        ]


@pghistory.track()
class NotifyRule(DatedRule):
    """A wait, a row of retries, quiet hours: `value` is read by `rules.py`."""

    value = models.CharField(max_length=100)

    class Meta(DatedRule.Meta):
        db_table = "notify_rule"


class Shown(models.Model):
    """What a channel of kind `demo_outbox` was given: the demo's phones and mailboxes. It never left the house."""

    our_id = models.UUIDField(unique=True)
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+")
    address = models.TextField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    link = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notify_shown"

    def words(self) -> dict[str, Any]:
        return {"title": self.title, "text": self.text}
