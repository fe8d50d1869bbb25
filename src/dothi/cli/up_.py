"""`dothi up`."""

import typer

from dothi.kernel.engines import supervisor

app = typer.Typer()


@app.command()
def up(workers: int = typer.Option(1, min=1, help="Serving processes · Số tiến trình phục vụ")) -> None:
    """Starts the engines, both doors and the background processes, and keeps them running."""
    supervisor.up(workers=workers)
