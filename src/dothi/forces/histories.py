"""Whose versions can be read: units, who was sent where, run cards, and questions whether a crew is well."""

from __future__ import annotations

from dothi.forces.models import Assignment, CheckIn, Force, RunCard
from dothi.kernel.audit.shown import show_history

WORDS = "forces-field-"

show_history(
    "force",
    Force,
    "forces.view",
    lambda scope: scope.restrict(Force.objects.all()),
    words=WORDS,
    choices={"state": "forces-state-"},
)
show_history(
    "assignment",
    Assignment,
    "forces.view",
    lambda scope: scope.restrict(Assignment.objects.all(), "force__unit_id", "force__agency_id"),
    words=WORDS,
    choices={"ended_as": "forces-ended-"},
)
show_history(
    "check-in",
    CheckIn,
    "forces.view",
    lambda scope: scope.restrict(
        CheckIn.objects.all(), "assignment__force__unit_id", "assignment__force__agency_id"
    ),
    words=WORDS,
)
show_history("run-card", RunCard, "forces.view", lambda _scope: RunCard.objects.all(), words=WORDS)
