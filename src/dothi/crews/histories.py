"""Whose versions can be read: who was signed on to which unit, and the limits of the phone page."""

from __future__ import annotations

from dothi.crews.models import CrewDuty, CrewRule
from dothi.kernel.audit.shown import show_history


def open_histories() -> None:
    show_history(
        "crew-duty",
        CrewDuty,
        "forces.view",
        lambda scope: scope.restrict(CrewDuty.objects.all(), "force__unit_id", "force__agency_id"),
        words="crews-field-",
    )
    show_history(
        "crew-rule",
        CrewRule,
        "forces.view",
        lambda _scope: CrewRule.objects.all(),
        words="crews-field-",
        choices={"certainty": "certainty-"},
    )
