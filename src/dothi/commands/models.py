"""Commands to devices: who asked, who consented, what was sent, what the device showed; and the channels by which they leave."""

from __future__ import annotations

from typing import Any

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from dothi.accounts.models import Agency, Person
from dothi.entities import meaning
from dothi.kernel.i18n import language
from dothi.packs.named import Named
from dothi.territory.models import Unit


@pghistory.track()
class Channel(models.Model):
    """A way to devices beside our own broker: a vendor's platform, a controller. `kind`: a folder of `channels/`.

    `urns`: the devices behind it, whole ids or beginnings that end in `*`; the longest one that fits decides (`choosing.py`).
    Secrets stand apart; `secrets_changed_at` tells the history that they changed, and nothing else of them.
    """

    code = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    urns = ArrayField(models.CharField(max_length=400))
    settings = models.JSONField(default=dict)  # without secrets
    secrets_changed_at = models.DateTimeField(null=True, blank=True)
    is_on = models.BooleanField(
        default=True
    )  # off: its devices get no command at all, by no other way either
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        db_table = "commands_channel"

    def __str__(self) -> str:
        return self.name

    @property
    def kind_key(self) -> str:
        return f"commands-{self.kind}"


class ChannelSecret(models.Model):
    """One secret of a channel as `connectors.sources.secrets` encrypted it; in no history, on no screen."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="secrets")
    name = models.CharField(max_length=60)
    token = models.TextField()

    class Meta:
        db_table = "commands_channel_secret"
        constraints = [models.UniqueConstraint(fields=["channel", "name"], name="channel_secret_once")]


@pghistory.track()
class Command(Named, models.Model):
    """One command on one entity. `told` is the command's definition as it stood when it was asked: what was consented to is what is sent.

    `sending` is noted before anything leaves the house: after a kill nobody knows whether it left, so it becomes `unknown` and is
    never sent again by itself (at most once).
    """

    class State(models.TextChoices):
        WAITING = "waiting"  # for the second person
        READY = "ready"  # to be sent
        SENDING = "sending"
        SENT = "sent"  # it left and was taken; the device has not shown it yet
        CONFIRMED = "confirmed"  # the device shows the value
        TIMED_OUT = "timed-out"  # sent, never shown in time
        FAILED = "failed"  # could not be sent, or must not be any more
        UNKNOWN = (
            "unknown"  # the process ended while it was sending, or the other side never said that it has it
        )
        REFUSED = "refused"  # by the second person
        CANCELLED = "cancelled"  # by somebody, before it was sent
        EXPIRED = "expired"  # nobody consented in time

    class Shown(models.TextChoices):
        """What said that it is done."""

        ATTRIBUTE = "attribute"  # the device told the value as an observation
        READ_BACK = "read-back"  # it was read from the device over the channel

    class Risk(models.TextChoices):
        LOW = "low"
        HIGH = "high"

    OPEN = (State.WAITING, State.READY, State.SENDING, State.SENT)

    key = models.UUIDField(unique=True)  # of the form: the same form twice is one command
    code = models.SlugField(max_length=80)
    pack = models.SlugField(max_length=60)
    told = models.JSONField()
    urn = models.CharField(max_length=400)
    entity_name = models.CharField(max_length=300)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    value = models.JSONField()  # text or number that is asked for
    risk = models.CharField(max_length=4, choices=Risk)
    needs_second = models.BooleanField()
    reason = models.CharField(max_length=500)
    incident = models.CharField(max_length=20, blank=True)  # code of the case it was asked for
    channel = models.ForeignKey(
        Channel, null=True, on_delete=models.PROTECT, related_name="+"
    )  # by which it was sent; none: our own broker
    state = models.CharField(max_length=10, choices=State)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()  # for the consent
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True)  # why it was refused or cancelled
    sent_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledgement = models.CharField(max_length=120, blank=True)  # what the other side said to it
    shown_by = models.CharField(max_length=10, choices=Shown, blank=True)
    until = models.DateTimeField(null=True)  # the device must have shown it by then
    ended_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=80, blank=True)  # a string key's end: commands-trouble-…

    class Meta:
        db_table = "commands_command"
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(state="cancelled") | ~Q(decided_by=F("asked_by")),
                name="command_decided_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(needs_second=False)
                | Q(decided_by__isnull=False, decided_at__isnull=False)
                | Q(state__in=["waiting", "expired", "cancelled"]),
                name="command_not_sent_without_consent",
            ),
            models.CheckConstraint(
                condition=~Q(risk="high") | Q(needs_second=True), name="command_of_high_risk_needs_a_second"
            ),
        ]
        indexes = [
            models.Index(fields=["state"], name="commands_state"),
            models.Index(fields=["urn", "-asked_at"], name="commands_of_entity"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.entity_name}"

    @property
    def value_name(self) -> str:
        """The value as people call it."""
        return self.value_in(language())

    def value_in(self, language: str) -> str:
        named: dict[str, Any] = next(
            (one for one in self.told.get("choices", ()) if one["value"] == self.value), {}
        )
        return (
            str(named["name"][language])
            if named
            else f"{self.value:g} {meaning.unit(self.unit_code)}".strip()
        )

    @property
    def unit_code(self) -> str:
        return str(self.told.get("unit", ""))

    @property
    def attribute(self) -> str:
        return str(self.told["attribute"])

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def wants_a_look(self) -> bool:
        """Nobody knows what the device did: somebody must go and see."""
        return self.state in (self.State.TIMED_OUT, self.State.UNKNOWN)

    @property
    def may_be_cancelled(self) -> bool:
        return self.state in (self.State.WAITING, self.State.READY)

    @property
    def state_key(self) -> str:
        return f"commands-state-{self.state}"

    @property
    def shown_key(self) -> str:
        return f"commands-shown-{self.shown_by}"
