"""Drills of the city with their scores, and, in the copy alone, the play that runs there."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q

from dothi.accounts.models import Agency, Person
from dothi.territory.models import Unit


@pghistory.track(exclude=["plan", "score", "progress", "trouble"])
class Drill(models.Model):
    """One drill, from the asking to the score that is kept. Its copy of the desk lies in `<data>/drills/<name>/`."""

    class State(models.TextChoices):
        MAKING = "making"
        READY = "ready"  # the copy runs, nobody called yet
        PLAYING = "playing"
        PAUSED = "paused"
        ENDING = "ending"  # the last score is taken, then the copy stops
        ENDED = "ended"
        FAILED = "failed"

    RUNNING = (State.READY, State.PLAYING, State.PAUSED, State.ENDING)

    name = models.SlugField(max_length=30, unique=True)
    scenario = models.CharField(max_length=120)  # emergency/high-rise-fire
    title_vi = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    plan = models.JSONField()  # the scenario as it was on that day
    pace = models.FloatField(default=1.0)  # how many times quicker than written the outside happens
    state = models.CharField(max_length=8, choices=State, default=State.MAKING)
    # whose it is: a unit of its maker's area, so that everybody of that area finds it; null: the whole city's
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    port = models.PositiveIntegerField(null=True)
    trouble = models.TextField(blank=True)  # why it could not be made or stays down
    progress = models.JSONField(default=dict)  # what making took; how far the play is
    score = models.JSONField(default=dict)  # scoring.Score as JSON: all that is kept of who did what
    removed_at = models.DateTimeField(null=True)  # when the copy was deleted

    class Meta:
        db_table = "drills_drill"
        constraints = [
            models.CheckConstraint(condition=Q(pace__gte=0.1, pace__lte=600), name="drill_pace_possible"),
            models.CheckConstraint(
                condition=~Q(state="ended") | Q(ended_at__isnull=False), name="drill_ended_has_its_time"
            ),
        ]
        indexes = [models.Index(fields=["-made_at"], name="drills_newest")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_running(self) -> bool:
        return self.state in self.RUNNING


class Play(models.Model):
    """In the copy: the one play. The city's process says what shall be, the player says how it is."""

    class State(models.TextChoices):
        WAITING = "waiting"
        PLAYING = "playing"
        PAUSED = "paused"
        ENDING = "ending"
        OVER = "over"

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    plan = models.JSONField()
    pace = models.FloatField(default=1.0)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    began_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    paused_s = models.FloatField(default=0)  # of all pauses that are over
    score = models.JSONField(default=dict)
    scored_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "drills_play"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="drill_play_is_one")]


class Done(models.Model):
    """In the copy: a step of the timeline that was performed; a player that was killed goes on behind it."""

    key = models.CharField(primary_key=True, max_length=60)  # call-3-ringing
    due_at = models.DateTimeField()
    done_at = models.DateTimeField()
    told = models.CharField(max_length=200, blank=True)  # what came of it, where that was not plain

    class Meta:
        db_table = "drills_done"
