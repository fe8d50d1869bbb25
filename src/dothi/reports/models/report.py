"""One report: what was seen and where, who has it and until when, what was done. Nothing here says who reported it."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from dothi.accounts.models import Agency
from dothi.reports.models.states import Door, Process, State
from dothi.territory.models import Unit

# what lists filter by, the public's and the officers': an index that holds it answers without the rows themselves
_ASKED_BY = ["category", "state", "unit", "agency", "answered_at", "due_at", "paused_at", "released_at"]
_OPEN = ("new", "given", "working", "asking", "answered")


def _listed_by(*columns: str) -> list[models.Index]:
    """For each, the newest of one value, with all else that a list filters by."""
    return [
        models.Index(
            fields=[column, "-received_at", "-id"],
            include=[one for one in _ASKED_BY if one != column],
            name=f"reports_listed_by_{column}",
        )
        for column in columns
    ]


# What a change of a released report means for the map's summary: one less where it lay, one more where it lies (public/mapping.py).
_NOTE_ON_MAP = """
    if tg_op <> 'INSERT' and old.released_at is not null and old.state <> 'merged' and old.lon is not null then
        insert into reports_map_change (lon, lat, category, state, origin, number)
            values (old.lon, old.lat, old.category, old.state, old.origin, -1);
    end if;
    if tg_op <> 'DELETE' and new.released_at is not null and new.state <> 'merged' and new.lon is not null then
        insert into reports_map_change (lon, lat, category, state, origin, number)
            values (new.lon, new.lat, new.category, new.state, new.origin, 1);
    end if;
    return null;
"""


@pghistory.track(exclude=["search_text", "officer_text", "text", "public_text", "place", "lon", "lat"])
class Report(models.Model):
    """One report. Nothing in this row says who reported it; `text` is as it was written and is the officers' alone, `public_text`
    is what an officer released.

    `due_at` is the deadline that holds now, `first_due_at` the one it was received with. While it rests (`paused_at`) the clock stands.
    """

    key = models.UUIDField(unique=True)  # of the form: a nervous thumb makes one report
    code = models.CharField(max_length=20, unique=True)  # PA-2026-000123
    category = models.CharField(max_length=120)  # `<pack>.<category>`
    category_why = models.JSONField(default=dict)  # {"by": "chosen"|"suggested", "words": […]}
    text = models.TextField(blank=True)
    public_text = models.TextField(blank=True)
    place = models.CharField(max_length=300, blank=True)  # in words
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    accuracy_m = models.FloatField(null=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")  # commune
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")  # who has it
    given_why = models.JSONField(default=dict)  # the row that routed it, or who did
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    process = models.CharField(max_length=8, choices=Process, default=Process.TIMED)
    door = models.CharField(max_length=8, choices=Door)
    origin = models.SmallIntegerField(default=0)  # kernel.origin: an imported or simulated report says so
    received_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    first_due_at = models.DateTimeField()
    due_at = models.DateTimeField()
    due_said = models.CharField(max_length=20, blank=True)  # `days:5`, `hours:8`, `clock:24`
    due_expected = models.BooleanField(default=False)  # counted over days that no notice has decided yet
    paused_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)  # the last public answer; decides whether it was in time
    ended_at = models.DateTimeField(null=True)  # closed, refused, merged
    window_ends_at = models.DateTimeField(null=True)  # until then it may be rated and reopened
    released_at = models.DateTimeField(null=True)  # from then on others may read it
    returns = models.PositiveSmallIntegerField(default=0)  # how often it was "not ours"
    reopened = models.PositiveSmallIntegerField(default=0)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")
    reason = models.CharField(max_length=1000, blank=True)  # of the last refusal or return
    answer = models.TextField(blank=True)  # the last one
    take_due_at = models.DateTimeField(null=True)  # while it is given: until when it is to be taken
    take_told_at = models.DateTimeField(null=True)
    soon_told_at = models.DateTimeField(null=True)
    overdue_told_at = models.DateTimeField(null=True)
    split_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="split_off")
    officer_text = models.TextField(
        blank=True, editable=False
    )  # code, what was written and where, without accents: officers search it, the public never does
    search_text = models.TextField(
        blank=True, editable=False
    )  # code and released text without accents: the public searches it

    class Meta:
        db_table = "reports_report"
        constraints = [
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True)
                | Q(lon__gte=-180, lon__lte=180, lat__gte=-90, lat__lte=90),
                name="report_place_is_on_earth",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["given", "working", "asking", "answered", "done"])
                | Q(agency__isnull=False),
                name="report_in_work_has_an_agency",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="report_refused_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | ~Q(state="merged") & Q(merged_into__isnull=True),
                name="report_merged_into_another",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["closed", "refused", "merged"], ended_at__isnull=False)
                | ~Q(state__in=["closed", "refused", "merged"]) & Q(ended_at__isnull=True),
                name="report_ended_when_over",
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "due_at", "id"], condition=Q(state__in=_OPEN), name="reports_open_of_agency"
            ),
            models.Index(fields=["due_at", "id"], condition=Q(state__in=_OPEN), name="reports_open_by_due"),
            *_listed_by("category", "state", "unit", "agency"),
            models.Index(
                fields=["-received_at", "-id"], include=[*_ASKED_BY, "process", "door"], name="reports_listed"
            ),
            models.Index(fields=["door", "-received_at", "-id"], name="reports_listed_by_door"),
            models.Index(fields=["process", "-received_at", "-id"], name="reports_listed_by_process"),
            models.Index(fields=["ended_at"], name="reports_ended"),  # what was open at the end of a month
            models.Index(fields=["lat", "lon"], condition=Q(lat__isnull=False), name="reports_place"),
            models.Index(fields=["window_ends_at"], condition=Q(state="done"), name="reports_window"),
            models.Index(
                fields=["lon", "lat"],
                include=["code", "category", "state", "unit"],
                condition=Q(released_at__isnull=False),
                name="reports_public_place_wide",
            ),
            models.Index(
                fields=["changed_at", "id"],
                include=["category", "state"],
                condition=Q(released_at__isnull=False),
                name="reports_changed",
            ),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="reports_search"),
            GinIndex(fields=["officer_text"], opclasses=["gin_trgm_ops"], name="reports_officers_search"),
            models.Index(
                fields=["take_due_at"],
                condition=Q(take_due_at__isnull=False, take_told_at__isnull=True),
                name="reports_to_be_taken",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="note_on_map",
                when=pgtrigger.After,
                operation=pgtrigger.Insert
                | pgtrigger.Delete
                | pgtrigger.UpdateOf("released_at", "state", "category", "lon", "lat"),  # type: ignore[no-untyped-call]
                func=_NOTE_ON_MAP,
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def path(self) -> str:
        return f"/reports/{self.code}/"

    @property
    def is_open(self) -> bool:
        return self.state in _OPEN
