"""`dothi nats-config`."""

import typer

from dothi.kernel import settings
from dothi.kernel.engines import folder, nats

app = typer.Typer()


@app.command()
def nats_config() -> None:
    """Prints what a NATS server of your own needs in its configuration for this data folder. It holds passwords."""
    data = settings.data_folder()
    folder.open_folder(data)
    typer.echo(nats.logins(data), nl=False)
