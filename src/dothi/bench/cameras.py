"""`cameras`: 200 cameras, each looked at once a minute, on streams of this machine (H.264, 1280 x 720), while somebody works at the desk.

`cameras.looks`: how long one look took the decoder, from opening the stream to its descriptor. `cameras.cpu`: what the process that
looks and its decoders together took of one core (not the streams that are played here). `cameras.desk`: one page of the desk, asked
again and again meanwhile, beside its time alone in the same run.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import numpy as np
import psutil
import psycopg

from dothi.bench import dispatch_city
from dothi.bench.engines import Bench, engines
from dothi.bench.report import Figure, figure
from dothi.kernel.engines.ports import free_port

CAMERAS, EVERY_S, UNITS = 200, 60, 200
ALONE_S, MEASURED_S = 10.0, 75.0
PAGE, PAUSE_S = "/desk/", 0.2


def run(tell: Callable[[str], None] = lambda text: None, entities: int = CAMERAS) -> list[Figure]:
    """The figures of this bench, for so many cameras."""
    with engines(loops="cameras", settings={"DOTHI_EGRESS_ALLOW": "127.0.0.1"}) as bench, _streams() as url:
        os.environ.update(bench.environment)
        import django

        django.setup()
        by = dispatch_city.found(bench.database_url, UNITS)
        cookies = dict(part.split("=", 1) for part in dispatch_city.sessions(by, 1)[0].split("; "))
        page = f"http://127.0.0.1:{bench.addresses.port}{PAGE}"
        with httpx.Client(cookies=cookies, timeout=60) as desk:
            _asked(desk, page, 3.0)
            alone = _asked(desk, page, ALONE_S)
            _register(by, url, entities)
            tell(f"{entities} cameras stand")
            before = _cpu_s()
            meanwhile = _asked(desk, page, MEASURED_S)
            used = _cpu_s() - before
        looks = _looks(bench)
    return [
        figure("cameras.looks", len(looks), "looks/min", took_s=looks),
        figure("cameras.cpu", 100 * used / MEASURED_S, "% of a core"),
        figure("cameras.desk", len(meanwhile) / MEASURED_S, "pages/s", len(alone) / ALONE_S, meanwhile),
        figure("cameras.desk-alone", len(alone) / ALONE_S, "pages/s", took_s=alone),
    ]


def _asked(desk: httpx.Client, page: str, seconds: float) -> list[float]:
    """One person's page, again and again, with a breath between."""
    took, until = [], time.perf_counter() + seconds
    while time.perf_counter() < until:
        begun = time.perf_counter()
        desk.get(page).raise_for_status()
        took.append(time.perf_counter() - begun)
        time.sleep(PAUSE_S)
    return took


def _register(by: Any, url: str, number: int) -> None:
    """The cameras, their first looks spread over the minute."""
    import datetime as dt

    from dothi.cameras import actions
    from dothi.cameras.models import CameraHealth, CameraRule
    from dothi.kernel import clock

    CameraRule.objects.update_or_create(
        code="look-every-s",
        valid_from=clock.today(),
        defaults={"value": EVERY_S, "source": "bench", "certainty": "D"},
    )
    far = clock.now() + dt.timedelta(days=1)
    for one in range(number):
        told = actions.Described(f"Camera {one}", by.agency, 107.0 + one / 1000, 10.3)
        camera = actions.take_in(f"bench-{one}", url, told, by=None)
        CameraHealth.objects.filter(camera=camera).update(next_at=far)
    now = clock.now()
    for place, pk in enumerate(CameraHealth.objects.order_by("pk").values_list("pk", flat=True)):
        CameraHealth.objects.filter(pk=pk).update(
            next_at=now + dt.timedelta(seconds=place * EVERY_S / number)
        )


def _looks(bench: Bench) -> list[float]:
    """Seconds of each look of the last minute that brought a picture. Raises where one camera has trouble: that would measure nothing."""
    with psycopg.connect(bench.database_url) as connection:
        rows = connection.execute(
            "select took_ms, trouble from cameras_health where looked_at > now() - interval '60 seconds'"
        ).fetchall()
    if troubles := [trouble for _, trouble in rows if trouble]:
        raise RuntimeError(f"{len(troubles)} of {len(rows)} looks brought no picture: {troubles[0]}")
    return [took / 1000 for took, _ in rows]


def _cpu_s() -> float:
    """Processor seconds so far of the process that looks and its decoders."""
    total = 0.0
    for process in psutil.Process().children(recursive=True):
        words = " ".join(process.cmdline())
        if "--only cameras" in words or "cameras.looking.child" in words:
            times = process.cpu_times()
            total += times.user + times.system
    return total


@contextmanager
def _streams() -> Iterator[str]:
    """A street of one camera, played to all, by a process of its own."""
    port = free_port()
    playing = multiprocessing.get_context("spawn").Process(target=_play, args=(port,), daemon=True)
    playing.start()
    try:
        yield f"rtsp://127.0.0.1:{port}/street"
    finally:
        playing.terminate()
        playing.join(10)


def _play(port: int) -> None:
    from dothi.cameras.simulated.reels import reel
    from dothi.cameras.simulated.rtsp import Server

    chance = np.random.default_rng(1)
    view = np.kron(chance.integers(0, 255, (36, 64, 3)), np.ones((20, 20, 1))).astype(np.uint8)
    noise = (view + chance.normal(0, 4, (15, *view.shape)) for _ in range(2))
    pictures = [np.clip(one, 0, 255).astype(np.uint8) for several in noise for one in several]

    async def serve() -> None:
        async with Server({"street": reel(pictures, fps=15, gop=15)}, port):
            await asyncio.Event().wait()

    asyncio.run(serve())
