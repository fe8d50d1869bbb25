"""Forms of cameras: the register, looks, leave for other agencies."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from dothi.accounts import looks
from dothi.cameras import actions, recorders
from dothi.cameras.actions import Described, Leave
from dothi.cameras.models import Camera
from dothi.kernel import clock

from .city import City
from .form import Case, Form

ADDRESS = "rtsp://127.0.0.1:9/a"


def camera(city: City, lon: float = 107.08, lat: float = 10.35) -> Camera:
    """One of the centre's own."""
    told = Described(
        "Camera cổng",
        city.cast.centre,
        lon,
        lat,
        city.cast.ward_a,
        groups=("cong",),
        purposes=("incident", "verify"),
    )
    return actions.take_in(f"c-{uuid4().hex[:8]}", ADDRESS, told, by=None)


def _new(city: City) -> Form:
    return {
        "code": "cong-moi", "name": "Cổng mới", "agency": city.cast.centre.pk, "address": ADDRESS, "lon": "107.08",
        "lat": "10.35", "purposes": ["incident"], "groups": "cong",
    }  # fmt: skip


def _change(city: City) -> Form:
    told = _new(city)
    del told["code"]
    return told


def _look(city: City) -> str:
    found = camera(city)
    look = looks.begin(
        city.cast.minh, "camera", found.code, found.name, "verify", words="xác minh khói ở cổng",
        unit_id=found.unit_id, agency_id=found.agency_id, minutes=5,
    )  # fmt: skip
    return f"/cameras/looks/{look.pk}/end/"


def _granted(city: City) -> str:
    camera(city)
    row = actions.grant(
        Leave("cong", city.cast.centre, city.cast.office_a, "verify", "QĐ 12", clock.today() - dt.timedelta(days=uuid4().int % 900)),
        by=city.cast.quan,
    )  # fmt: skip
    return f"/cameras/grants/{row.pk}/end/"


def _grant(city: City) -> str:
    camera(city)
    return "/cameras/grants/"


def _leave(city: City) -> Form:
    return {
        "owner": city.cast.centre.pk, "group": "cong", "agency": city.cast.environment.pk, "purpose": "verify",
        "valid_from": "2026-11-20", "document": "QĐ 1",
    }  # fmt: skip


def _case(city: City) -> Form:
    return {"case": city.incident.code}


def _recorder(city: City) -> str:
    told = recorders.Told("Đầu ghi", city.cast.centre)
    return recorders.take_in(f"r-{uuid4().hex[:8]}", told, by=None).code


def _recorder_form(city: City) -> Form:
    return {
        "name": "Đầu ghi mới",
        "agency": city.cast.centre.pk,
        "kind": "nvr",
        "host": "127.0.0.1",
        "port": "9",
    }


CASES: dict[str, Case] = {
    "cameras-new": Case("quan", lambda c: "/cameras/new/", _new, {"cameras_camera": 1, "cameras_health": 1}),
    "camera-change": Case("quan", lambda c: f"/cameras/{camera(c).code}/change/", _change, {"cameras_camera": 1}),
    "camera-switch": Case(
        "quan", lambda c: f"/cameras/{camera(c).code}/switch/", lambda c: {"on": "no", "reason": "hỏng"}, {"cameras_camera": 1}
    ),
    "camera-look": Case(
        "minh",
        lambda c: f"/cameras/{camera(c).code}/look/",
        lambda c: {"purpose": "verify", "words": "xác minh khói ở cổng"},
        {"accounts_look": 1},
    ),
    "cameras-look-end": Case("minh", _look, lambda c: {}, {"accounts_look": 1, "accounts_look_end": 1}),
    "camera-check": Case("quan", lambda c: f"/cameras/{camera(c).code}/check/", lambda c: {}, {"cameras_camera": 1}),
    "cameras-recorder-new": Case(
        "quan", lambda c: "/cameras/recorders/new/", lambda c: {**_recorder_form(c), "code": "dau-ghi"}, {"cameras_recorder": 1}
    ),
    "cameras-recorder-change": Case(
        "quan", lambda c: f"/cameras/recorders/{_recorder(c)}/change/", _recorder_form, {"cameras_recorder": 1}
    ),
    "cameras-recorder-ask": Case(
        "quan", lambda c: f"/cameras/recorders/{_recorder(c)}/ask/", lambda c: {}, {"cameras_recorder": 1}
    ),
    "cameras-grants": Case("quan", _grant, _leave, {"cameras_grant": 1}),
    "cameras-grant-end": Case("quan", _granted, lambda c: {"reason": "hết việc"}, {"cameras_grant": 1}),
    "cameras-near-look": Case("minh", lambda c: "/cameras/near/look/", _case, {"accounts_look": 0}),
    "cameras-near-end": Case("minh", lambda c: "/cameras/near/end/", _case, {"accounts_look_end": 0}),
}  # fmt: skip
