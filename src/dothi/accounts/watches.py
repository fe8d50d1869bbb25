"""Whoever has the live places of units before them while directing: one look for a shift, in the report with all others.

A page that shows where units are calls `watch_units`. The purpose is what the page is for (directing those who were sent), so nobody is
asked for it; where and how long somebody looked stands in the report, and the look ends when they sign out.
"""

from __future__ import annotations

from contextlib import suppress

from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver

from dothi.accounts import looks
from dothi.accounts.models import LookKind, Person
from dothi.kernel.errors import BadRequest
from dothi.kernel.i18n import t

UNITS = "units"  # the subject of such a look: all units of the person's scope
PURPOSE = "assignment"
MINUTES = 12 * 60


def watch_units(person: Person) -> None:
    """Notes the look unless it runs already. Nothing for whoever may not see units: no page shows them any."""
    if not person.scope("forces.view") or looks.open_look(person, LookKind.POSITION, UNITS) is not None:
        return
    label, agency = t("accounts-look-units", "vi"), person.agency_id
    with suppress(
        BadRequest
    ):  # a city that took this purpose away keeps its desk: what it lacks is the line of the report
        looks.begin(
            person, LookKind.POSITION, UNITS, label, PURPOSE, unit_id=None, agency_id=agency, minutes=MINUTES
        )


@receiver(user_logged_out)
def _end(user: Person | None, **_: object) -> None:
    look = looks.open_look(user, LookKind.POSITION, UNITS) if user is not None else None
    if look is not None and user is not None:
        looks.end(look, user)
