"""Simulated cameras of the demo city, served by a small RTSP server of the simulator. No ORM: the simulator starts without it."""

from __future__ import annotations

import asyncio
import logging
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from dothi.cameras.simulated import place
from dothi.cameras.simulated.reels import Source, drawn
from dothi.cameras.simulated.rtsp import Server
from dothi.cameras.simulated.scenes import scene

logger = logging.getLogger(__name__)
FPS = 4.0


@dataclass(frozen=True, slots=True)
class CameraPlan:
    code: str
    name: str
    agency: str
    lon: float
    lat: float
    direction: int
    plays: str  # moving, frozen, silent


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(files("dothi.demo").joinpath("data/rooms/cameras.toml").read_text(encoding="utf-8"))


def plans() -> list[CameraPlan]:
    return [CameraPlan(**row) for row in _told()["camera"]]


def told() -> dict[str, Any]:
    """What is said of all of them."""
    return _told()


async def show_cameras() -> None:
    """Serves their pictures as long as the simulator runs; a port that another program has leaves the city without them."""
    try:
        async with Server(_sources(), place.port(), place.HOST):
            await asyncio.Event().wait()
    except OSError as error:
        logger.warning("simulated cameras cannot be served: %s", error)


def _sources() -> dict[str, Source]:
    return {
        plan.code: drawn(scene(plan.name, number, stands=plan.plays == "frozen"), fps=FPS)
        for number, plan in enumerate(plans())
        if plan.plays != "silent"
    }
