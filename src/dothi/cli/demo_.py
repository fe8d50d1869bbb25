"""`dothi demo`: the demo city, loaded and started."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import django
import typer

if TYPE_CHECKING:
    from dothi.kernel.engines.addresses import Addresses

app = typer.Typer()


@app.command()
def demo(
    territory: Annotated[
        list[Path] | None,
        typer.Option(help="Exact areas (GeoJSON, .gz) in place of approximate ones; may be repeated"),
    ] = None,
    load_only: Annotated[
        bool, typer.Option("--load-only", help="Load into the running database, start nothing")
    ] = False,
) -> None:
    """Loads the demo city (only what is missing) and starts everything; Ctrl-C stops all of it."""
    files = [path.resolve() for path in territory or []]
    for path in files:
        if not path.is_file():
            raise typer.BadParameter(f"{path}: no such file")
    if load_only:
        _load(files)
        return
    from dothi.demo.mark import is_loaded
    from dothi.kernel.engines import supervisor

    command = ["demo", "--load-only", *(word for path in files for word in ("--territory", str(path)))]
    supervisor.up(
        prepare=lambda addresses: [] if is_loaded(files, addresses.database_url) else [command],
        simulate=["simulate"],
        ready=_ready,
        environment={"DOTHI_DEMO": "yes"},
    )


def _load(files: list[Path]) -> None:
    django.setup()
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    from dothi.demo.load import load
    from dothi.kernel.i18n import t

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=not sys.stderr.isatty()) as bar:
        tasks = {}

        def say(step: str, share: float) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(t(f"demo-step-{step}"), total=1.0)
            bar.update(tasks[step], completed=share)

        load(files, say=say)


def _ready(addresses: Addresses) -> None:
    """Writes the card and says how to come in."""
    from dothi.demo import card as cards
    from dothi.kernel.i18n import t

    card = cards.read()
    card.base_url = addresses.base_url
    cards.write(card)
    typer.echo("")
    typer.secho(t("demo-ready", url=addresses.base_url), bold=True)
    for role, login in card.logins.items():
        typer.echo(f"  {t(f'demo-role-{role}'):<24} {login['user']:<14} {login['password']}")
    typer.echo(t("demo-card", path=str(cards.path())))
    typer.echo(t("demo-stop"))
