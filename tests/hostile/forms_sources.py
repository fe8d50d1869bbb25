"""Forms of connected sources and of figures that people type."""

from __future__ import annotations

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile

from dothi.connectors import actions_sources as sources
from dothi.connectors.actions_sources import Described
from dothi.connectors.models import Source
from dothi.indicators.models import Report
from dothi.indicators.tests.feed import environment
from dothi.indicators.typed import actions as reports
from dothi.indicators.typed.deadlines import periods
from dothi.indicators.typed.forms import get_form
from dothi.kernel import clock
from dothi.rules.schedules.queries import calendar_now

from .city import DATA, MAPPING, City
from .form import Case, Form


def _source_form(city: City) -> Form:
    return {
        "name_vi": "Trạm", "agency": city.cast.environment.pk, "contact": "0254", "purpose": "x", "every_min": "10", "tolerance_min": "5",
        "ask_every_s": "600", "own_only": "on", "origin": "0", "set-url": "https://tram.example.vn/", "set-format": "json",
        "set-method": "GET", "set-auth": "none", "set-paging": "none", "mapping": MAPPING,
    }  # fmt: skip


def _source(city: City) -> str:
    """The address of a source that is described and not switched on yet."""
    if not Source.objects.filter(code="tram").exists():
        how = Described(name_vi="Trạm", agency=city.cast.environment, contact="0254", purpose="x")
        told = {"url": "https://tram.example.vn/"}
        sources.add_source("tram", "http_poll", how, settings=told, mapping_text=MAPPING, by=None)
    return "/connectors/sources/tram/"


def _owed(city: City) -> str:
    """The address of figures that the department owes by a form of the environment pack."""
    environment()
    form = get_form("waste-daily")
    day = periods(form, clock.today(), calendar_now())[0]
    return f"/figures/{form.code}/{city.cast.environment.pk}/{day}/"


def _paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("phieu.pdf", b"%PDF-1.7")


def _waiting(city: City) -> str:
    """The address of a report that Nga handed in and nobody has decided."""
    found = Report.objects.filter(state="waiting").first()
    if found is None:
        day = dt.date.fromisoformat(_owed(city).split("/")[-2])
        form, typed = get_form("waste-daily"), {"waste-collected": "500", "waste-treated": "480"}
        found = reports.hand_in(
            form, city.cast.environment, day, typed=typed, remark="x", document=_paper(), by=city.cast.nga
        )
    return f"/figures/reports/{found.pk}/"


CASES: dict[str, Case] = {
    "connectors-hand-in": Case(
        "vy", lambda c: "/connectors/new/",
        lambda c: {
            "table": SimpleUploadedFile("own.csv", (DATA + "B;2026-01-01 02:00;6\n").encode()),
            "mapping": SimpleUploadedFile("own.toml", MAPPING.encode()),
            "origin": "0",
        },
        {"connectors_import": 1},
    ),
    "connectors-source-add": Case(
        "vy", lambda c: "/connectors/sources/new/http_poll/", lambda c: _source_form(c) | {"code": "tram-moi"},
        {"connectors_source": 1, "connectors_sourceevent": 1, "connectors_source_standing": 1},
    ),
    "connectors-source-change": Case(
        "vy", lambda c: f"{_source(c)}change/", lambda c: _source_form(c) | {"contact": "0254 2"},
        {"connectors_sourceevent": 2},  # made by the first who asks for its address, changed once
    ),
    "connectors-source-state": Case(
        "vy", lambda c: f"{_source(c)}state/", lambda c: {"state": "on"}, {"connectors_sourceevent": 1}
    ),
    "connectors-run": Case(
        "vy", lambda c: f"/connectors/{c.handed_in.pk}/run/", lambda c: {"dry_run": "yes"}, {"procrastinate_jobs": 1}
    ),
    "indicators-type": Case(
        "nga", _owed,
        lambda c: {"waste-collected": "500", "waste-treated": "1.000,5", "remark": "x", "document": _paper()},
        {"indicators_report": 1},
    ),
    "indicators-return": Case(
        "hoa", lambda c: f"{_waiting(c)}return/", lambda c: {"reason": "x"}, {"indicators_reportevent": 1}
    ),
    "indicators-approve": Case(  # of a report of its own, which is a version too
        "hoa", lambda c: f"{_waiting(c)}approve/", lambda c: {}, {"indicators_reportevent": 2, "indicators_figure": 2}
    ),
}  # fmt: skip
