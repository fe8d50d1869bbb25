"""Calls: the lines they come in by, one record of each call, its service legs, the marks on numbers, and where callers are.

The number that was dialled is a property of the line, never of what happened: one national number may come, and the record stays.

Who called is personal and is forgotten after a dated time (retention.py): those fields stay out of the history, whose versions and
chain are kept for good. So does the point, which may be that of a phone, and the recording, whose name often holds the number.
"""

from __future__ import annotations

import pghistory
import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from dothi.accounts.models import Agency, Person
from dothi.incidents.models import Incident
from dothi.kernel.audit.registry import append_only
from dothi.kernel.dated import Certainty, DatedRule
from dothi.kernel.i18n import language
from dothi.rules.models import Severity
from dothi.territory.models import Unit


@pghistory.track()
class Service(models.Model):
    """Who answers what (113 order, 114 fire and rescue, 115 medical, 112 search and rescue, 1022 citizens), as a pack says it from a day on."""

    code = models.SlugField(max_length=40)  # 113, 114, 115, 112, 1022 or one of the pack's own
    valid_from = models.DateField()
    pack = models.CharField(max_length=60)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    emergency = models.BooleanField(default=True)
    source = models.TextField()
    certainty = models.CharField(max_length=2, choices=Certainty)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        db_table = "calls_service"
        constraints = [models.UniqueConstraint(fields=["code", "valid_from"], name="service_code_from")]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        """In the reader's language."""
        return self.name_en if language() == "en" else self.name_vi


@pghistory.track()
class Line(models.Model):
    """A number that people dial, from a day on: whose it is and which service it stands for (none: who answers decides)."""

    number = models.CharField(max_length=20)  # as it is dialled: 114, 1022, 02543 123 456 without blanks
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)  # first day that it does not hold any more
    name = models.CharField(max_length=200)
    service = models.SlugField(max_length=40, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=200)
    certainty = models.CharField(max_length=2, choices=Certainty)
    changed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        db_table = "calls_line"
        constraints = [
            models.UniqueConstraint(fields=["number", "valid_from"], name="line_number_from"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="line_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class CallSeries(models.Model):
    """The last number given in a year: codes have no gaps and no doubles."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField()

    class Meta:
        db_table = "calls_code_series"


@pghistory.track(
    exclude=[
        "caller_number",
        "caller_name",
        "caller_address",
        "lon",
        "lat",
        "accuracy_m",
        "recording",
        "search_text",
    ]
)
class Call(models.Model):
    """One call from its first ring to the end of its wrap-up. A place is never more exact than `accuracy_m` says."""

    class State(models.TextChoices):
        RINGING = "ringing"
        ANSWERED = "answered"
        HELD = "held"
        ENDED = "ended"  # after an answer: in wrap-up until `wrapped_at`
        ABANDONED = "abandoned"  # the caller hung up before anybody answered: missed until `returned_at`

    class Source(models.TextChoices):
        TYPED = "typed"
        MAP = "map"
        LINK = "link"  # the phone's own position, by the link that was sent
        NETWORK = "network"

    class Outcome(models.TextChoices):
        """What it turned out to be, where it was no case of its own."""

        CASE = "case"
        INFORMATION = "information"
        HANDED_OVER = "handed-over"
        SILENT = "silent"
        WRONG_NUMBER = "wrong-number"
        TEST = "test"
        HOAX = "hoax"

    RUNNING = (State.RINGING, State.ANSWERED, State.HELD)

    code = models.CharField(max_length=20, unique=True)  # CG-2026-000123
    adapter = models.CharField(max_length=40)  # web-hook, asterisk, hand (taken without telephony)
    external_id = models.CharField(max_length=200)  # of the adapter: the same event twice changes nothing
    line = models.ForeignKey(Line, null=True, on_delete=models.PROTECT, related_name="+")
    number_dialled = models.CharField(max_length=20, blank=True)
    caller_number = models.CharField(max_length=20, blank=True)  # digits and a leading +; personal
    number_typed = models.BooleanField(
        default=False
    )  # somebody wrote the number over what the exchange told (a call taken by hand has no other)
    caller_name = models.CharField(max_length=120, blank=True)  # personal
    caller_address = models.CharField(
        max_length=300, blank=True
    )  # where the caller is or lives, where it is not the place; personal
    state = models.CharField(max_length=10, choices=State, default=State.RINGING)
    received_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    wrapped_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)  # a missed call was called back
    returned_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    taken_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+"
    )  # by compare-and-swap
    taken_at = models.DateTimeField(null=True)
    narrative = models.TextField(blank=True)
    typed_rev = models.PositiveIntegerField(
        default=0
    )  # of the draft: what was typed offline and comes late overwrites nothing newer
    address = models.CharField(max_length=300, blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    place_source = models.CharField(max_length=10, choices=Source, blank=True)
    accuracy_m = models.FloatField(null=True)
    placed_at = models.DateTimeField(null=True)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # the line's
    kind = models.CharField(
        max_length=120, blank=True
    )  # as of incidents: one of the ten or `<pack>.<category>`
    kind_why = models.JSONField(default=dict)  # {"by": "suggested"|"chosen", "words": […]}
    severity = models.CharField(max_length=10, choices=Severity, blank=True)
    answers = models.JSONField(
        default=dict
    )  # of the protocol card: {"card": code, "version": n, "answers": {question: value}}
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    incident = models.ForeignKey(Incident, null=True, on_delete=models.PROTECT, related_name="calls")
    recording = models.CharField(
        max_length=200, blank=True
    )  # reference of the exchange, which often holds the number: personal; a path below `recordings/`
    origin = models.SmallIntegerField(default=0)  # kernel.origin: a replayed or simulated call says so
    search_text = models.TextField(
        blank=True, editable=False
    )  # code, address, narrative without accents; nothing of the caller

    class Meta:
        db_table = "calls_call"
        constraints = [
            models.UniqueConstraint(fields=["adapter", "external_id"], name="call_once_of_an_adapter"),
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "held"]) | Q(answered_at__isnull=False),
                name="call_answered_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True)
                | (Q(lon__isnull=False, lat__isnull=False) & ~Q(place_source="")),
                name="call_place_says_its_source",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "received_at"], name="calls_by_state"),
            models.Index(fields=["caller_number", "-received_at"], name="calls_of_number"),
            models.Index(fields=["-received_at"], name="calls_newest"),
            models.Index(fields=["incident"], name="calls_of_incident"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="calls_search_text"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def answered_after_s(self) -> int | None:
        """Seconds that the caller waited."""
        return int((self.answered_at - self.received_at).total_seconds()) if self.answered_at else None

    @property
    def of_exchange(self) -> bool:
        """Did an exchange tell of it? Otherwise it was taken by hand."""
        return self.adapter != "hand"

    @property
    def number_rang(self) -> bool:
        """Did the exchange tell the number? What was typed may be anybody's: nothing is told of it to who may not see numbers."""
        return self.of_exchange and not self.number_typed


@pghistory.track()
class RecordingHold(models.Model):
    """That a recording is kept from being deleted, until somebody ends that."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=500)
    held_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "calls_recording_hold"
        constraints = [
            models.UniqueConstraint(
                fields=["call"], condition=Q(ended_at__isnull=True), name="recording_held_once"
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & (Q(ended_at__isnull=True) | ~Q(ended_reason="")),
                name="recording_held_for_a_reason",
            ),
        ]


class CallCourse(models.Model):
    """What all that the exchange told of a call comes to (`course.Past`), so that the next event reads none of those before it."""

    call = models.OneToOneField(Call, primary_key=True, on_delete=models.PROTECT, related_name="course")
    events = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    talk_at = models.DateTimeField(null=True)  # the last event while somebody spoke with the caller
    talk = models.CharField(max_length=20, blank=True)

    class Meta:
        db_table = "calls_course"


@pghistory.track(exclude=["handed"])
class CallLeg(models.Model):
    """One service's part in a call: what was handed to it, and what it did with that. Others do not see its note."""

    class State(models.TextChoices):
        ASKED = "asked"
        ACCEPTED = "accepted"
        DECLINED = "declined"  # with a reason: impossible to overlook
        CLOSED = "closed"

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="legs")
    service = models.SlugField(max_length=40)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    warm = models.BooleanField(default=True)  # whoever hands over stays until the other has accepted
    handed = models.JSONField(
        default=dict
    )  # what was told: narrative, address, place, kind, answers – as it was then
    message = models.CharField(max_length=500, blank=True)
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)  # the service's own
    incident = models.ForeignKey(
        Incident, null=True, on_delete=models.PROTECT, related_name="+"
    )  # the service's own case

    class Meta:
        db_table = "calls_leg"
        constraints = [
            models.UniqueConstraint(
                fields=["call", "service", "agency"],
                condition=~Q(state__in=["declined", "closed"]),
                name="leg_open_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(note=""), name="leg_declined_with_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["agency", "state"], name="legs_of_agency")]


@append_only
class ExchangeEvent(models.Model):
    """What an exchange told, in the order it came; of the same event only the first counts."""

    adapter = models.CharField(max_length=40)
    event_id = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)  # ringing answered held resumed transferred ended
    call = models.ForeignKey(Call, null=True, on_delete=models.PROTECT, related_name="+")
    fields = models.JSONField(default=dict)
    at = models.DateTimeField()  # as the exchange says
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "calls_exchange_event"
        constraints = [models.UniqueConstraint(fields=["adapter", "event_id"], name="call_event_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


@pghistory.track(exclude=["number"])
class NumberMark(models.Model):
    """That a number called for nothing before: shown beside its calls, never a reason to drop one or to put it last."""

    number = models.CharField(max_length=20)  # personal
    reason = models.CharField(max_length=300)
    marked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "calls_number_mark"
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=Q(ended_at__isnull=True), name="number_marked_once"
            ),
        ]


@pghistory.track(exclude=["sent_to", "lon", "lat", "accuracy_m", "outbox_id"])
class PlaceLink(models.Model):
    """A link that was sent to a caller: opened once on the phone it says where the phone is. Only its hash is kept."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    sent_to = models.CharField(max_length=20, blank=True)  # personal
    sent_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    outbox_id = models.BigIntegerField(
        null=True
    )  # the event that orders to send it, as long as its address stands in there
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    accuracy_m = models.FloatField(null=True)

    class Meta:
        db_table = "calls_place_link"
        indexes = [
            models.Index(
                fields=["expires_at"],
                condition=Q(outbox_id__isnull=False),
                name="place_link_in_the_outbox",
            )
        ]


@pghistory.track()
class CallRule(DatedRule):
    """A time of this room (wrap-up, answer of a service that was asked, life of a link), with its source and how sure it is."""

    value = models.PositiveIntegerField()

    class Meta(DatedRule.Meta):
        db_table = "calls_rule"


from dothi.calls.understanding.models import ProtocolCard, Street  # noqa: E402, F401 - tables of this app, written beside their use
