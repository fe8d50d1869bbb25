"""`dothi worker`: the background loops in one process; `--only` runs some of them, `--jobs` the job queue instead.

`up` gives the loops that devices wait for (writer, callout) a process of their own: what rules and indices compute
would hold up every value on its way, for as long as they share one interpreter.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Awaitable, Callable
from importlib import import_module

import typer
import uvloop

from dothi.kernel import health, logs
from dothi.kernel.engines import addresses, pulse
from dothi.kernel.engines.stopping import rest

app = typer.Typer()
logger = logging.getLogger("dothi.worker")

Loop = Callable[[asyncio.Event], Awaitable[None]]

# name of the part in /healthz -> module whose `async def run(stop)` it is
LOOPS = {
    "writer": "dothi.streams.writer",
    "callout": "dothi.streams.callout",
    "notify": "dothi.streams.notify",
    "sources": "dothi.connectors.runner",
    "telephony": "dothi.calls.asterisk.link",
    "drills": "dothi.drills.running",
    "derive": "dothi.rules.derive",
    "rules": "dothi.rules.engine",
    "alarms": "dothi.rules.alarms.life",
    "figures": "dothi.indicators.loop",
    "score": "dothi.publicservices.score.loop",
    "commands": "dothi.commands.sending",
    "forces": "dothi.forces.watching",
    "duty": "dothi.duty.escalating",
    "channels": "dothi.notify.sending",
    "cameras": "dothi.cameras.watching",
    "events": "dothi.kernel.delivery",
}
WITHOUT_DJANGO = frozenset(
    {"writer", "callout", "notify"}
)  # started by itself, a process of these alone spares 2 s of start and 60 MB
PATIENT = frozenset({"cameras"})
LONGEST_WAIT_S = 30.0
STEADY_S = 60.0
TRUSTED_S = 10.0


@app.command()
def worker(
    jobs: bool = typer.Option(False, "--jobs", help="Run the job queue · Chạy hàng đợi công việc"),
    only: str = typer.Option(
        "", "--only", help=f"Loops to run, by comma · Chỉ chạy các vòng lặp: {', '.join(LOOPS)}"
    ),
) -> None:
    """Runs one background process until it is told to stop (used by `up`)."""
    loops = {"jobs": "dothi.kernel.jobs"} if jobs else chosen(only)
    if jobs or loops.keys() <= PATIENT:
        os.nice(10)  # an import of a year or a look at a camera waits for the values of this second
    if loops.keys() - WITHOUT_DJANGO:
        import django

        django.setup()
    logs.configure("jobs" if jobs else next(iter(loops)) if loops.keys() <= WITHOUT_DJANGO else "worker")
    uvloop.run(_until_told(loops))


def chosen(names: str) -> dict[str, str]:
    """The loops of these names (`writer,callout`); all without names. Raises BadParameter that lists the known ones."""
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    if unknown := set(wanted) - LOOPS.keys():
        raise typer.BadParameter(f"{', '.join(sorted(unknown))} ({', '.join(LOOPS)})", param_hint="--only")
    return {name: LOOPS[name] for name in wanted or LOOPS}


async def _until_told(loops: dict[str, str]) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    tasks = [
        asyncio.create_task(keep(name, _loaded(module), stop), name=name) for name, module in loops.items()
    ]
    tasks.append(asyncio.create_task(keep("heartbeat", _beating, stop), name="heartbeat"))
    pulse_ = asyncio.create_task(pulse.keep_sending(health.is_moving))
    await stop.wait()
    _, late = await asyncio.wait(tasks, timeout=8)
    pulse_.cancel()
    for task in late:
        logger.warning("loop did not stop in time", extra={"loop": task.get_name()})
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)


def _loaded(module: str) -> Loop:
    """Imported inside the kept loop: one that cannot even be imported holds up no other."""

    async def run(stop: asyncio.Event) -> None:
        await import_module(module).run(stop)

    return run


async def _beating(stop: asyncio.Event) -> None:
    await health.keep_beating(stop, addresses.database_url())


async def beside_heartbeat(part: str, work: Awaitable[None]) -> None:
    """Runs `work` while this process's heartbeat tells that `part` is there: for a process of one loop (the simulator)."""
    stop = asyncio.Event()
    health.report(part)
    beating = asyncio.create_task(keep("heartbeat", _beating, stop))
    pulse_ = asyncio.create_task(pulse.keep_sending())
    try:
        await work
    finally:
        pulse_.cancel()
        stop.set()
        await beating


async def keep(name: str, run: Loop, stop: asyncio.Event) -> None:
    """Runs a loop, and again when it fails: at once, then after 0.5 s, 1 s … 30 s; a minute without failure forgives all."""
    failures = 0
    while not stop.is_set():
        begun = asyncio.get_running_loop().time()
        trusted = asyncio.get_running_loop().call_later(TRUSTED_S if failures else 0, _trust, name)
        try:
            await run(stop)
            if stop.is_set():
                return
            raise RuntimeError(f"loop {name} ended by itself")
        except Exception as error:
            steady = asyncio.get_running_loop().time() - begun > STEADY_S
            failures = 1 if steady else failures + 1
            wait_s = min(LONGEST_WAIT_S, 0.25 * 2**failures)
            logger.exception(
                "loop failed, starting it again", extra={"loop": name, "wait_s": wait_s, "error": repr(error)}
            )
            if name in LOOPS or name == "jobs":
                health.report(name, status=health.DEGRADED)
        finally:
            trusted.cancel()
        await rest(stop, wait_s)


def _trust(name: str) -> None:
    """A loop that runs again and says nothing itself is well; one that reports its lag speaks for itself."""
    known = health.reported(name)
    if (name in LOOPS or name == "jobs") and (known is None or known.status != health.OK):
        health.report(name)
