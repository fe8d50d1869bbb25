"""Forms of command in a case: posts, agencies taking part, joining. Each has a case of its own, made on the way to its address."""

from __future__ import annotations

import datetime as dt
from itertools import count

from dothi.incidents import actions as incidents
from dothi.incidents.command import actions as command
from dothi.incidents.command import legs
from dothi.incidents.command.actions import Holder
from dothi.incidents.command.models import CommandRole, HeldRole, IncidentLeg
from dothi.incidents.joining import actions as joining
from dothi.incidents.models import Incident
from dothi.kernel import clock

from .city import City
from .form import Case

_numbers = count(1)


def _case(city: City) -> Incident:
    """A case of the centre in ward A."""
    return incidents.open_incident(
        title=f"Chỉ huy {next(_numbers)}",
        kind="",
        severity="low",
        unit_id=city.cast.ward_a.pk,
        agency_id=city.cast.centre.pk,
        by=city.cast.minh,
    )


def _role() -> CommandRole:
    made, _ = CommandRole.objects.get_or_create(
        pack="thu",
        code="chi-huy",
        valid_from=dt.date(2025, 7, 1),
        defaults={
            "name_vi": "Chỉ huy", "name_en": "Commander", "place": 0, "kinds": [], "source": "x", "certainty": "D",
            "digest": "x", "recorded_at": clock.now(),
        },
    )  # fmt: skip
    return made


def _held(city: City) -> HeldRole:
    return command.give(_case(city), _role(), Holder(name="Nguyễn Văn An"), by=city.cast.minh)


def _leg(city: City) -> IncidentLeg:
    return legs.ask(_case(city), city.cast.environment, message="Đo khói", by=city.cast.minh)


def _at(leg: IncidentLeg, turn: str) -> str:
    return f"/incidents/{leg.incident.code}/legs/{leg.pk}/{turn}/"


def _turn(held: HeldRole, turn: str) -> str:
    return f"/incidents/{held.incident.code}/command/{held.pk}/{turn}/"


def _given(city: City) -> str:
    _role()
    return f"/incidents/{_case(city).code}/command/give/"


def _linked(city: City) -> str:
    made = joining.link(_case(city), city.incident, kind="related", by=city.cast.minh)
    return f"/incidents/{made.first.code}/links/{made.pk}/end/"


def _merged(city: City) -> str:
    done = joining.merge(_case(city), city.incident, reason="x", by=city.cast.minh)
    return f"/incidents/{done.source.code}/part/again/"


CASES = {
    "incident-role-give": Case(
        "minh", _given, lambda c: {"role": "thu/chi-huy", "name": "Trần Văn Bình"}, {"incidents_held_role": 1}
    ),
    "incident-role-hand": Case(
        "minh", lambda c: _turn(_held(c), "hand"), lambda c: {"name": "Lê Văn Cường", "reason": "x"},
        {"incidents_held_role": 2},
    ),
    "incident-role-end": Case(
        "minh", lambda c: _turn(_held(c), "end"), lambda c: {"reason": "x"},
        {"incidents_held_role": 1, "incidents_log": 3},  # opened, given, ended
    ),
    "incident-legs": Case(
        "minh", lambda c: f"/incidents/{_case(c).code}/legs/",
        lambda c: {"agency": c.cast.environment.pk, "message": "Đo khói"}, {"incidents_leg": 1},
    ),
    "incident-leg-answer": Case(
        "nga", lambda c: _at(_leg(c), "answer"), lambda c: {"to": "accepted"}, {"incidents_log": 3}
    ),
    "incident-leg-note": Case(
        "nga", lambda c: _at(_leg(c), "note"), lambda c: {"text": "riêng"}, {"incidents_log": 3}
    ),
    "incident-leg-share": Case(
        "nga", lambda c: _at(_leg(c), "share"), lambda c: {"shares": "1"}, {"incidents_log": 3}
    ),
    "incident-leg-withdraw": Case(
        "minh", lambda c: _at(_leg(c), "withdraw"), lambda c: {"reason": "x"}, {"incidents_log": 3}
    ),
    "incident-step-give": Case(
        "minh", lambda c: c.step("done").replace("/done/", "/give/"),
        lambda c: {"owner": f"p{c.cast.lan.pk}"}, {"incidents_log": 1},
    ),
    "incident-link": Case(
        "minh", lambda c: f"/incidents/{_case(c).code}/link/",
        lambda c: {"other": c.incident.code, "kind": "cause"}, {"incidents_link": 1},
    ),
    "incident-unlink": Case("minh", _linked, lambda c: {"reason": "x"}, {"incidents_log": 5}),
    "incident-merge": Case(
        "minh", lambda c: f"/incidents/{_case(c).code}/merge/",
        lambda c: {"other": c.incident.code, "reason": "x"}, {"incidents_merge": 1},
    ),
    "incident-part-again": Case("minh", _merged, lambda c: {"reason": "x"}, {"incidents_log": 5}),
}  # fmt: skip
