"""What every step of a warning leaves behind: word to open screens, and a line in the case that it came from."""

from __future__ import annotations

from dothi.accounts.models import Person
from dothi.incidents import journal
from dothi.incidents.models import IncidentLog
from dothi.kernel import events
from dothi.kernel.events import Told
from dothi.warnings.models import PublicWarning

_MOST = 100  # units that are told one by one; a warning of more is told to those who see everything, the others at the next look


def tell(warning: PublicWarning, what: str, by: Person | None) -> None:
    """`what`: drafted, asked, returned, released, updated, ended, withdrawn. In the running transaction."""
    payload = {
        "warning": warning.code, "what": what, "state": warning.state, "status": warning.status, "kind": warning.kind,
    }  # fmt: skip
    units = list(warning.units.values_list("unit_id", flat=True)[:_MOST])
    events.publish_all(
        [
            Told(
                "warnings.changed",
                {**payload, "unit_id": unit, "agency_id": warning.agency_id},
                "warnings.view",
                unit,
                warning.agency_id,
            )
            for unit in units
        ]
    )
    if warning.incident is not None and what in ("drafted", "released", "ended", "withdrawn"):
        kind, why = IncidentLog.Kind.WARNING, warning.ended_why if what == "ended" else what
        journal.write(warning.incident, kind, "", by, what=why, warning=warning.code)
