"""What a draft begins with: a case, a bulletin or a warning that stands, as the fields of its form. The person reads and mends it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from dothi.incidents.models import Incident
from dothi.kernel import clock
from dothi.kernel.i18n import t
from dothi.territory.queries import units_on, versions_of
from dothi.warnings.bulletins import Cited
from dothi.warnings.dated import cases_on, events_on, levels_on
from dothi.warnings.drafted import HEADLINE
from dothi.warnings.models import PublicWarning

_HOURS = 6  # a new draft's end, until a person says otherwise
_NEAR_KM = 1.0


def place_of(case: Incident | None) -> tuple[list[int], list[dict[str, Any]]]:
    """Where a case is: its unit as it is today, and a circle around its point."""
    if case is None:
        return [], []
    units: list[int] = []
    if case.unit_id:
        units = list(
            units_on(clock.today()).filter(pk__in=versions_of(case.unit_id)).values_list("pk", flat=True)
        )
    if case.lon is None or case.lat is None:
        return units, []
    return units, [{"kind": "circle", "lat": round(case.lat, 5), "lon": round(case.lon, 5), "km": _NEAR_KM}]


def area_of(warning: PublicWarning) -> tuple[list[int], list[dict[str, Any]]]:
    """The units of a warning as they are called today."""
    today, found = clock.today(), []
    for row in warning.units.all():
        found += list(
            units_on(today).filter(pk__in=versions_of(row.unit_id)).values_list("pk", flat=True)[:1]
        )
    return found, list(warning.shapes)


def from_told(case: Incident | None, bulletin: Cited | None) -> dict[str, Any]:
    """What a case or a bulletin says already; the person reads and mends it."""
    now = clock.now().astimezone(clock.VIETNAM)
    events = events_on(clock.today())
    code = _event_of(case, bulletin)
    event = events[code]
    until = (
        bulletin.until
        if bulletin and bulletin.until and bulletin.until > now
        else now + dt.timedelta(hours=_HOURS)
    )
    real = bulletin is None or not bulletin.simulated
    begun: dict[str, Any] = {
        "status": PublicWarning.Status.ACTUAL if real else PublicWarning.Status.EXERCISE, "event": code, "urgency": event.urgency, "certainty": event.certainty,
        "responses": list(event.responses), "expires": until.astimezone(clock.VIETNAM), "contact": "1022",
        "instruction_vi": event.instruction["vi"], "instruction_en": event.instruction["en"],
    }  # fmt: skip
    if bulletin is not None:
        level = levels_on(clock.today()).get(bulletin.level or 0)
        begun |= {
            "severity": level.severity if level else "Unknown",
            "headline_vi": t("warnings-begun-headline", "vi", event=event.name["vi"], level=bulletin.level or "—"),
            "headline_en": t("warnings-begun-headline", "en", event=event.name["en"], level=bulletin.level or "—"),
            "description_vi": t("warnings-begun-description", "vi", number=bulletin.number, issuer=bulletin.issuer, area=bulletin.area or "—"),
        }  # fmt: skip
    elif case is not None:
        begun |= {
            "severity": cases_on(clock.today()).get(case.severity, "Unknown"),
            "headline_vi": case.title[:HEADLINE],
        }
    return begun


def _event_of(case: Incident | None, bulletin: Cited | None) -> str:
    """The danger that the bulletin names, or a word of the case's kind; any other is `other`, and the person chooses."""
    known = events_on(clock.today())
    if bulletin is not None and bulletin.hazard in known:
        return bulletin.hazard
    words = set(re.split(r"[.-]", case.kind)) if case is not None else set()
    return next((event.code for event in known.values() if words & set(event.case_words)), "other")


def from_warning(warning: PublicWarning) -> dict[str, Any]:
    """A warning as the fields of its form."""
    begun: dict[str, Any] = {
        name: getattr(warning, name)
        for name in ("status", "event", "severity", "urgency", "certainty", "responses", "contact")
    }
    for name in ("onset", "expires"):
        at = getattr(warning, name)
        begun[name] = at.astimezone(clock.VIETNAM) if at else None
    for text in warning.texts.all():
        for name in ("headline", "description", "instruction"):
            begun[f"{name}_{text.language}"] = getattr(text, name)
    return begun
