"""One dossier as its system tells it, with four states that are kept apart: business, payment, delivery, synchronisation."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from dothi.accounts.models import Agency
from dothi.publicservices.models.catalogue import Family, Procedure
from dothi.publicservices.models.feed import Feed, FeedRun
from dothi.territory.models import Unit


class Channel(models.TextChoices):
    DIRECT = "direct"
    ONLINE = "online"
    POST = "post"


class PaymentState(models.TextChoices):
    NONE = "none"  # nothing is to be paid, or nobody said
    ASKED = "asked"
    PAID = "paid"
    REFUNDED = "refunded"


class DeliveryState(models.TextChoices):
    NONE = "none"
    WAITING = "waiting"  # the result lies ready
    SENT = "sent"
    DELIVERED = "delivered"


class SyncState(models.TextChoices):
    NONE = "none"
    PENDING = "pending"
    SYNCED = "synced"
    FAILED = "failed"


# what a list filters by: an index that holds it answers without the rows themselves
_OPEN = ("waiting", "received", "handling", "supplement", "payment")  # states.OPEN
_ASKED_BY = ["unit", "agency", "procedure_code", "state", "origin"]


def _listed_by(*columns: str) -> list[models.Index]:
    return [
        models.Index(fields=[column, "-received_at", "-id"], name=f"dossiers_by_{column}")
        for column in columns
    ]


class Dossier(models.Model):
    """`code` is unique within its feed alone. `procedure` is the version in force at receipt and is never moved by a later one.

    `due_at` is the date that counts (promised, given anew once, or the longest legal time), moved by what was waited for the citizen;
    `ends_at` and `on_time` are what the on-time rule says (`judging/`), null while nothing is decided. No name, no address and no phone
    stands here: `phone_mark` is a digest by our key.
    """

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=80)
    procedure = models.ForeignKey(Procedure, null=True, on_delete=models.PROTECT, related_name="+")
    procedure_code = models.CharField(max_length=60)
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    agency_code = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.DIRECT)
    received_at = models.DateTimeField()
    promised_at = models.DateTimeField(null=True)
    new_promised_at = models.DateTimeField(null=True)
    handled_at = models.DateTimeField(null=True)  # handling ended
    returned_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)  # refused, withdrawn or stopped
    state = models.CharField(max_length=10, choices=Family)
    state_code = models.CharField(max_length=60)  # as its system says it
    payment_state = models.CharField(max_length=8, choices=PaymentState, default=PaymentState.NONE)
    delivery_state = models.CharField(max_length=9, choices=DeliveryState, default=DeliveryState.NONE)
    sync_state = models.CharField(max_length=7, choices=SyncState, default=SyncState.NONE)
    fee = models.PositiveBigIntegerField(default=0)  # VND
    paid_online = models.BooleanField(null=True)
    digitised_papers = models.PositiveSmallIntegerField(null=True)
    total_papers = models.PositiveSmallIntegerField(null=True)
    e_result = models.BooleanField(null=True)
    certified_copy = models.BooleanField(null=True)
    reused_data = models.BooleanField(null=True)
    stored_for_citizen = models.BooleanField(null=True)
    population_data = models.BooleanField(null=True)
    supplement_count = models.PositiveSmallIntegerField(default=0)
    supplement_at = models.DateTimeField(null=True)  # the first request
    waiting_minutes = models.PositiveIntegerField(default=0)  # working time waiting for the citizen
    legal_at = models.DateTimeField(null=True)  # the end of the longest legal time
    due_at = models.DateTimeField(null=True)
    due_expected = models.BooleanField(default=False)  # counted over days that no notice has decided yet
    ends_at = models.DateTimeField(null=True)
    on_time = models.BooleanField(null=True)
    letter_by = models.DateTimeField(
        null=True
    )  # until then a letter of apology is to be sent, if it will be late
    letter_at = models.DateTimeField(null=True)
    flags = ArrayField(models.CharField(max_length=24), default=list)
    origin = models.SmallIntegerField(default=0)
    generated = models.BooleanField(default=False)
    phone_mark = models.CharField(max_length=64, blank=True)
    told_at = models.DateTimeField()  # the instant of which its system speaks
    recorded_at = models.DateTimeField()  # when it was first known here
    changed_at = models.DateTimeField()
    seen_at = models.DateTimeField()  # the last delivery that still told it

    class Meta:
        db_table = "publicservices_dossier"
        constraints = [
            models.UniqueConstraint(fields=["code", "feed"], name="dossier_once_in_its_feed"),
        ]
        indexes = [
            models.Index(fields=["-received_at", "-id"], include=_ASKED_BY, name="dossiers_listed"),
            *_listed_by("unit", "agency", "procedure_code"),
            models.Index(
                fields=["due_at", "id"], include=_ASKED_BY, condition=Q(state__in=_OPEN), name="dossiers_open_by_due"
            ),
            models.Index(
                fields=["agency", "due_at", "id"], condition=Q(state__in=_OPEN), name="dossiers_open_of_agency"
            ),
            models.Index(fields=["-received_at", "-id"], condition=~Q(flags=[]), name="dossiers_flagged"),
            models.Index(fields=["changed_at"], name="dossiers_changed"),
            models.Index(fields=["procedure_code", "handled_at"], name="dossiers_handled_by_procedure"),
            models.Index(fields=["received_at"], condition=Q(ends_at__isnull=True), name="dossiers_not_ended"),
            models.Index(fields=["feed", "seen_at"], condition=Q(state__in=_OPEN), name="dossiers_unseen"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.code


class Step(models.Model):
    """A state that a feed told of a dossier, once for each: how it went, and when it was known here."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=Family)
    state_code = models.CharField(max_length=60)
    told_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    run = models.ForeignKey(FeedRun, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        db_table = "publicservices_step"
        indexes = [models.Index(fields=["dossier", "told_at", "id"], name="publicservices_steps_of")]


class Fact(models.Model):
    """A line of the view `publicservices_fact`: what formulas and scores read. Made by a statement, never written."""

    code = models.CharField(max_length=80)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.DO_NOTHING, related_name="+")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.DO_NOTHING, related_name="+")
    received_on = models.DateField()
    changed_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "publicservices_fact"
