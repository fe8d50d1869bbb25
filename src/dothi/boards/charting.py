"""The course of indicators as `<time-chart>` reads it, with the notes on their periods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from dothi.boards import noting, showing
from dothi.entities import meaning
from dothi.indicators import notes, queries
from dothi.indicators.defining import targets
from dothi.indicators.models import Indicator, Over
from dothi.indicators.periods import before, begin_of
from dothi.indicators.views_figures import STEP_S, milliseconds
from dothi.kernel import clock
from dothi.kernel.i18n import language, t
from dothi.kernel.permissions import Scope


def told_of(codes: Iterable[str], scope: Scope, start: dt.datetime, end: dt.datetime) -> list[dict[str, Any]]:
    """One line for each that is in force."""
    known = showing.in_force(clock.today())
    lines = [known[code] for code in codes if code in known]
    said = notes.of([one.code for one in lines], scope, start)
    return [_line(one, scope, start, end, said.get(one.code, [])) for one in lines]


def _line(
    one: Indicator, scope: Scope, start: dt.datetime, end: dt.datetime, said: list[dict[str, Any]]
) -> dict[str, Any]:
    found = queries.series(one, scope, _number(one, start, end), end)
    points = [
        (milliseconds(begin), figure.value, figure.origin.word if figure.origin else "live")
        for begin, figure in found.items()
        if figure is not None and figure.value is not None
    ]
    aim = targets.value_for(one, targets.year_of(end), targets.targets([one.code]))
    limits = [] if aim is None else [{"value": aim, "label": t("indicators-target"), "severity": "medium"}]
    return {
        "attr": one.code, "label": one.name_en if language() == "en" else one.name_vi, "unit": meaning.unit(one.unit_code),
        "step_s": STEP_S.get(Over(one.over), 31 * 86_400), "digits": 1, "limits": limits, "points": points, "notes": said,
    }  # fmt: skip


def _number(one: Indicator, start: dt.datetime, end: dt.datetime) -> int:
    number, begin = 1, begin_of(end, one.over)
    while begin > start and number < 800:
        begin, number = before(begin, one.over), number + 1
    return number


def notes_said(codes: Iterable[str], scope: Scope, since: dt.datetime) -> dict[str, list[dict[str, Any]]]:
    """What every chart of these indicators says beside its line (registered with `indicators.notes`)."""
    found: dict[str, list[dict[str, Any]]] = {}
    for note in noting.standing(codes, scope, since):
        found.setdefault(note.indicator, []).append(
            {
                "at": milliseconds(note.starts_at),
                "text": note.text,
                "by": note.written_by.full_name,
                "written": milliseconds(note.written_at),
            }
        )
    return found
