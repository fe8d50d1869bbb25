"""What a second person must see before releasing: how this message differs from the one it follows, or from what was given back."""

from __future__ import annotations

from dataclasses import dataclass

from dothi.kernel import clock
from dothi.kernel.i18n import t
from dothi.kernel.templatetags.dothi import vn_time
from dothi.warnings.dated import events_on
from dothi.warnings.models import PublicWarning


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is said otherwise; `label` is a string key."""

    label: str
    before: str
    after: str


def since(warning: PublicWarning) -> list[Change]:
    """Against the message that it follows; none where it is the first."""
    if warning.follows is None:
        return []
    before, after = said(warning.follows), said(warning)
    labels = [*before, *(label for label in after if label not in before)]
    return [
        Change(label, before.get(label, "—"), after.get(label, "—"))
        for label in labels
        if before.get(label, "—") != after.get(label, "—")
    ]


def said(warning: PublicWarning) -> dict[str, str]:
    """What a warning says, by the key of its label."""
    event = events_on(warning.changed_at.astimezone(clock.VIETNAM).date()).get(warning.event)
    told = {
        "warnings-status": t(f"warnings-status-{warning.status.lower()}"),
        "warnings-event": str(event or warning.event),
        "warnings-severity": t(f"warnings-severity-{warning.severity.lower()}"),
        "warnings-urgency": t(f"warnings-urgency-{warning.urgency.lower()}"),
        "warnings-certainty": t(f"warnings-certainty-{warning.certainty.lower()}"),
        "warnings-level": str(warning.level or "—"),
        "warnings-bulletin": warning.bulletin_number or "—",
        "warnings-onset": vn_time(warning.onset),
        "warnings-expires": vn_time(warning.expires),
        "warnings-responses": ", ".join(t(f"warnings-response-{one.lower()}") for one in warning.responses)
        or "—",
        "warnings-area": ", ".join(sorted(unit.name for unit in warning.units.all())),
        "warnings-shapes": shapes_text(warning),
        "warnings-contact": warning.contact or "—",
    }
    for text in warning.texts.all():
        for name in ("headline", "description", "instruction"):
            told[f"warnings-{name}-{text.language}"] = getattr(text, name)
    return told


def shapes_text(warning: PublicWarning) -> str:
    """Circles and polygons beside the units, in a line."""
    told = [
        t("warnings-circle-told", lat=f"{one['lat']:.5f}", lon=f"{one['lon']:.5f}", km=f"{one['km']:g}")
        if one["kind"] == "circle"
        else t("warnings-polygon-told", corners=len(one["points"]) - 1)
        for one in warning.shapes
    ]
    return "; ".join(told) or "—"
