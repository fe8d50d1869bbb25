"""What a follower is told, read at the hour when it is told: what is over or called off by then is not told at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple

from dothi.around.watching.models import Alert, Topic
from dothi.around.works.models import Work, WorkLine
from dothi.around.works.showing import Shown as ShownWork
from dothi.incidents import kinds
from dothi.kernel import clock
from dothi.reports import queries as reports
from dothi.reports.workflow import OPEN
from dothi.territory.models import Unit
from dothi.warnings import showing as warnings
from dothi.warnings.models import PublicWarning

INSTRUCTION = 300  # signs of what a message says of it; the page says the rest
FIGURE_HOLDS = dt.timedelta(
    hours=12
)  # a figure of the evening is still news in the morning, yesterday's is none


class News(NamedTuple):
    """`key` of the words with their `fields`, the page that says more, and the origin of what it speaks of."""

    key: str
    fields: dict[str, Any]
    about: str
    origin: str = "live"


def of(alert: Alert, language: str) -> News | None:
    """None: it is over."""
    return _READERS[alert.topic](alert, language)


def _warning(alert: Alert, language: str) -> News | None:
    row = PublicWarning.objects.filter(code=alert.ref).prefetch_related("texts", "units").first()
    now = clock.now()
    if row is None or not row.is_actual or row.state != PublicWarning.State.RELEASED or row.expires <= now:
        return None
    shown = warnings.shown(row, language)
    fields = {
        "headline": shown.headline,
        "instruction": shown.text.instruction[:INSTRUCTION],
        "until": shown.expires_text,
    }
    return News(f"around-alert-warning-{row.kind.lower()}", fields, f"/canh-bao/{row.code}/")


def _work(alert: Alert, language: str) -> News | None:
    line = WorkLine.objects.select_related("work__unit").get(pk=int(alert.ref))
    work, now = line.work, clock.now()
    newer = work.lines.filter(pk__gt=line.pk, what__in=("moved", "cancelled")).exists()
    if newer or work.ends_at <= now or (work.state not in Work.OPEN and line.what != "cancelled"):
        return None
    title = work.title_en if language == "en" and work.title_en else work.title_vi
    fields = {
        "title": title,
        "when": ShownWork(work, now).when,
        "place": f"{work.place}, {_name(work.unit, language)}",
    }
    origin = "simulated" if work.origin == "simulated" else "live"
    return News(f"around-alert-work-{line.what}", fields, f"/cong-viec/{work.code}/", origin)


def _report(alert: Alert, language: str) -> News | None:
    report = reports.public().filter(code=alert.ref, state__in=[str(one) for one in OPEN]).first()
    if report is None:
        return None
    fields = {"category": kinds.name_of(report.category, language), "unit": _name(report.unit, language)}
    return News("around-alert-report", fields, f"/phan-anh/{report.code}/", _origin(report.origin))


def _figure(alert: Alert, language: str) -> News | None:
    if clock.now() - alert.made_at > FIGURE_HOLDS:
        return None
    told = dict(alert.fields)
    origin = told.pop("origin", "live")
    fields = {name: value[language] if isinstance(value, dict) else value for name, value in told.items()}
    return News(f"around-alert-{alert.topic}", fields, "/quanh-toi/", _origin(origin))


def _name(unit: Unit | None, language: str) -> str:
    return str((unit.name_en if unit and language == "en" else "") or unit or "")


def _origin(told: Any) -> str:
    return "simulated" if told in ("simulated", 2) else "live"


_READERS: dict[str, Callable[[Alert, str], News | None]] = {
    Topic.WARNINGS: _warning,
    Topic.WORKS: _work,
    Topic.REPORTS: _report,
    Topic.AIR: _figure,
    Topic.FLOOD: _figure,
}
