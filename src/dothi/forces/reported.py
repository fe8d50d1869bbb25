"""The units of a case and their minutes as a section of its after-action report."""

from __future__ import annotations

import datetime as dt

from dothi.accounts.models import Person
from dothi.forces import queries
from dothi.forces.models import Assignment
from dothi.incidents.models import Incident
from dothi.kernel import clock
from dothi.kernel.i18n import t
from dothi.kernel.papers.form import Section, Table

_MINUTES = ("alerted_at", "acknowledged_at", "en_route_at", "on_scene_at", "ended_at")
_OF_PATIENTS = ("transporting_at", "at_hospital_at")  # only where somebody was carried


def section(incident: Incident, reader: Person, lang: str) -> Section | None:
    """Every unit that was sent, in that order; None where the reader sees no units or nobody was sent."""
    sent = list(queries.of_incident(incident, reader.scope("forces.view")))
    if not sent:
        return None
    carried = [name for name in _OF_PATIENTS if any(getattr(one, name) for one in sent)]
    columns = [*_MINUTES[:-1], *carried, _MINUTES[-1]]
    heads = [
        t("forces-field-call-sign", lang),
        *(t(f"forces-field-{name.replace('_', '-')}", lang) for name in columns),
    ]
    day = incident.opened_at.astimezone(clock.VIETNAM).date()
    rows = [[_unit(one, lang), *(_minute(getattr(one, name), day) for name in columns)] for one in sent]
    rows = [[*row[:-1], _ended(row[-1], one, lang)] for row, one in zip(rows, sent, strict=True)]
    return Section(
        t("forces-of-case", lang),
        table=Table(heads, rows, [1.6, *([1.0] * (len(columns) - 1)), 1.9]),
        source=t("forces-report-source", lang, day=f"{day:%d/%m/%Y}"),
    )


def _unit(one: Assignment, lang: str) -> str:
    level = [] if one.level == 1 else [t("forces-report-level", lang, level=one.level)]
    return "\n".join([one.force.call_sign, one.force.name, *level])


def _minute(at: dt.datetime | None, day: dt.date) -> str:
    """`14:05:09`, of another day than the case's with its date; what nobody stamped is a dash, never a guess."""
    if at is None:
        return "—"
    local = at.astimezone(clock.VIETNAM)
    return f"{local:%H:%M:%S}" if local.date() == day else f"{local:%H:%M:%S\n%d/%m}"


def _ended(minute: str, one: Assignment, lang: str) -> str:
    how = [t(f"forces-ended-{one.ended_as}", lang)] if one.ended_as else []
    return "\n".join([minute, *how, *([one.ended_reason] if one.ended_reason else [])])
