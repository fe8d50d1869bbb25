"""What tests of reports share: a loaded pack, who is competent, and a report on its way."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any
from uuid import uuid4

from shapely import box, to_wkb

from dothi.kernel import clock
from dothi.kernel.testing.cast import Cast
from dothi.kernel.testing.standing import Standing
from dothi.packs.actions import load_pack
from dothi.packs.folder import SHIPPED
from dothi.reports import actions
from dothi.reports.actions import Received
from dothi.reports.actions.receiving import Spot
from dothi.reports.identity.vault import Contact, contact_of
from dothi.reports.models import Competence
from dothi.territory.models import UnitArea

WASTE, LEAK = "urban-services.waste-left", "urban-services.water-leak"
LONG_AGO = dt.date(2026, 1, 1)


@Standing
def prepared(cast: Cast) -> None:
    """The pack of urban services; everything is the ward's, waste is the department's."""
    load_pack(SHIPPED / "urban-services", by=None)
    competent("", cast.ward_a, cast.office_a)
    competent("urban-services.waste", None, cast.environment)


def drawn(
    unit: Any, west: float = 106.0, south: float = 20.0, east: float = 106.1, north: float = 20.1
) -> None:
    """The unit's area is this box: points inside are its own."""
    wkb = to_wkb(box(west, south, east, north))
    told = {
        "wkb": wkb, "sha256": hashlib.sha256(wkb).digest(), "west": west, "south": south, "east": east, "north": north,
        "approximate": False, "source": "thử", "imported_at": clock.now(),
    }  # fmt: skip
    UnitArea.objects.update_or_create(unit=unit, defaults=told)


def competent(category: str, unit: Any, agency: Any, **more: Any) -> Competence:
    told = {"valid_from": LONG_AGO, "source": "thử", "certainty": "D", **more}
    return Competence.objects.create(category=category, unit=unit, agency=agency, **told)


def told(**more: Any) -> Received:
    """Somebody tells of waste that was left."""
    said: dict[str, Any] = {
        "text": "Rác chất đống trước nhà số 12, gọi anh Ba 0903 000 111",
        "category": WASTE,
        "spot": Spot(words="12 Trần Phú"),
        "door": "web",
        "contact": contact(),
        "key": uuid4(),
        **more,
    }
    return actions.receive(**said)


def contact() -> Contact:
    return contact_of("Nguyễn Văn Ba", "0903 000 111", "", "vi")
