"""How cases belong together and what else belongs to them: links, merges, and what they were opened from."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q

from dothi.accounts.models import Person
from dothi.incidents.models import Incident


@pghistory.track()
class IncidentSource(models.Model):
    """What a case was opened from or what belongs to it, in any room: a call, a report, a camera, a dossier. Found from both sides."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="sources")
    kind = models.SlugField(max_length=40)  # its word: incidents-source-<kind>
    reference = models.CharField(max_length=200)  # as people there say it: CG-2026-000123
    url = models.CharField(max_length=400)
    title = models.CharField(max_length=200, blank=True)
    opened_it = models.BooleanField(default=False)
    attached_at = models.DateTimeField()
    attached_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "incidents_source"
        constraints = [
            models.UniqueConstraint(fields=["incident", "kind", "reference"], name="incident_source_once"),
            models.CheckConstraint(condition=Q(url__startswith="/"), name="incident_source_is_of_this_city"),
        ]
        indexes = [models.Index(fields=["kind", "reference"], name="incidents_of_source")]


@pghistory.track()
class IncidentLink(models.Model):
    """That two cases belong together, and how. `cause`: the first brought the second about."""

    class Kind(models.TextChoices):
        RELATED = "related"
        CAUSE = "cause"
        SPLIT = "split"  # the second was taken out of the first

    first = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="links_out")
    second = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="links_in")
    kind = models.CharField(max_length=10, choices=Kind)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    end_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "incidents_link"
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"], condition=Q(ended_at__isnull=True), name="incidents_linked_once"
            ),
            models.CheckConstraint(condition=~Q(first=F("second")), name="incident_not_linked_to_itself"),
        ]


@pghistory.track()
class IncidentMerge(models.Model):
    """One case taken into another, with what moved there, so that the way back is known."""

    source = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="merges_out")
    target = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="merges_in")
    was_status = models.CharField(max_length=10)  # of the source: what it is again when they part
    moved = models.JSONField()  # {"alarms": [ids], "entities": [ids], "sources": [ids], "calls": [ids], …}
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    undo_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "incidents_merge"
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=Q(undone_at__isnull=True), name="incident_merged_once"
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="incident_not_merged_into_itself"),
        ]
