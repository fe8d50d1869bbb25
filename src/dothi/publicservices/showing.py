"""What lists and files say of a dossier beyond its columns: how long there is, and who has to act."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from dothi.kernel.calendar import in_force
from dothi.kernel.i18n import t
from dothi.kernel.sheets import safe
from dothi.kernel.templatetags.dothi import named, vn_time
from dothi.publicservices.models import Dossier, Family
from dothi.publicservices.states import OPEN
from dothi.tasks.working_ruler import Ruler

COLUMNS = (
    "dossier",
    "procedure",
    "agency",
    "unit",
    "received-at",
    "due-at",
    "left",
    "state",
    "acts",
    "flags",
    "feed",
)
CITIZENS = (Family.SUPPLEMENT, Family.PAYMENT)  # the next step is the citizen's


@dataclass(frozen=True, slots=True)
class Shown:
    """`left`: working days until the date that counts, negative once it has passed; None: it has ended or has none."""

    row: Dossier
    left: int | None
    is_late: bool
    is_open: bool

    @property
    def acts(self) -> str:
        """Key of who has to act next."""
        if not self.is_open:
            return "publicservices-acts-nobody"
        return "publicservices-acts-citizen" if self.row.state in CITIZENS else "publicservices-acts-agency"

    @property
    def flags(self) -> list[str]:
        return [f"publicservices-flag-{one}" for one in self.row.flags]


def shown(rows: list[Dossier], now: dt.datetime) -> list[Shown]:
    ruler = Ruler(in_force())
    return [_of(one, now, ruler) for one in rows]


def _of(row: Dossier, now: dt.datetime, ruler: Ruler) -> Shown:
    is_open = row.state in OPEN
    left = ruler.days_between(now, row.due_at) if is_open and row.due_at else None
    late = row.on_time is False or (is_open and row.due_at is not None and row.due_at <= now)
    return Shown(row, left, late, is_open)


def cells(one: Shown) -> list[Any]:
    """A line of a file, as `COLUMNS`."""
    row = one.row
    return [
        safe(row.code), safe(named(row.procedure) if row.procedure else row.procedure_code),
        safe(named(row.agency) if row.agency else row.agency_code), safe(named(row.unit)) if row.unit else "", vn_time(row.received_at),
        vn_time(row.due_at) if row.due_at else "", one.left if one.left is not None else "", t(f"publicservices-family-{row.state}"),
        t(one.acts), "; ".join(t(key) for key in one.flags), safe(row.feed.code),
    ]  # fmt: skip
