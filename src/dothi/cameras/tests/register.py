"""Cameras of the standing cast's agencies."""

from __future__ import annotations

from typing import Any

from dothi.cameras import actions
from dothi.cameras.actions import Described
from dothi.cameras.models import Camera
from dothi.cameras.secrets import Login

ADDRESS = "rtsp://camera.example.test:554/one"
PURPOSES = ("incident", "verify", "device-check")


def camera(
    code: str, agency: Any, unit: Any, *, address: str = ADDRESS, login: Login | None = None, **more: Any
) -> Camera:
    """One in service, at the market of ward A unless told otherwise."""
    told = {"lon": 107.08, "lat": 10.35, "groups": ("cho",), "purposes": PURPOSES} | more
    described = Described(
        told.pop("name", f"Camera {code}"), agency, told.pop("lon"), told.pop("lat"), unit, **told
    )
    return actions.take_in(code, address, described, login=login, by=None)
