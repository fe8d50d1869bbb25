"""`dothi serve`."""

import os

import typer

from dothi.kernel import logs, settings
from dothi.kernel.engines import pulse

app = typer.Typer()


@app.command()
def serve(workers: int = typer.Option(1, min=1, help="Serving processes · Số tiến trình phục vụ")) -> None:
    """Serves both doors on one port (one process of `up`; needs a running database and NATS)."""
    from granian import Granian
    from granian.constants import Interfaces, Loops

    pulse.send_from_thread()
    os.environ["DOTHI_SERVE_PID"] = str(os.getpid())
    logs.configure("serve")
    Granian(
        "dothi.config.asgi:app",
        address=settings.read("BIND"),
        port=settings.read("PORT"),
        interface=Interfaces.ASGI,
        loop=Loops.uvloop,
        workers=workers,
        # every open screen holds one stream: the limit of requests at a time must be above the number of screens
        backlog=4096,
        backpressure=4096,
        workers_kill_timeout=2,
        respawn_failed_workers=True,
        log_enabled=False,
    ).serve()
