"""`dothi map`: streets on the map from an OSM extract."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import django
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from dothi.kernel.i18n import t

app = typer.Typer(no_args_is_help=True)
console = Console()


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="An extract of OpenStreetMap, .osm.pbf")],
    buildings: Annotated[
        bool, typer.Option(help="Draw buildings too; without, it is quicker and the file smaller")
    ] = True,
) -> None:
    """Makes the streets file of the map; the old one stays in use until the new one is whole."""
    django.setup()
    from dothi.livemap.streets import serving, tiles

    columns = (
        TextColumn("{task.description:<18}"),
        BarColumn(),
        TextColumn("{task.completed:,.0f}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as bar:
        made = tiles.import_streets(file, buildings=buildings, progress=_steps(bar))
    _tell(serving.describe(made))
    _keep_names(made)


@app.command()
def names() -> None:
    """Keeps the names of the streets that are loaded for the address search; the system must be running."""
    django.setup()
    from dothi.livemap.streets import tiles

    if tiles.streets_file().exists():
        _keep_names(tiles.streets_file())
    else:
        console.print(t("livemap-streets-none"))


def _keep_names(file: Path) -> None:
    from django.db import OperationalError

    from dothi.calls.understanding.streets import index_streets

    try:
        kept = index_streets(file)
    except OperationalError:  # the map needs no database, the search for addresses does
        console.print(t("calls-streets-not-indexed"))
    else:
        console.print(t("calls-streets-indexed", streets=kept, file=file.name))


@app.command()
def status() -> None:
    """Says whether streets are loaded, and from which file."""
    django.setup()
    from dothi.livemap.streets import serving, tiles

    _tell(serving.describe(tiles.streets_file()))


def _steps(bar: Progress) -> Any:
    tasks: dict[str, TaskID] = {}

    def step(what: str, done: int, of: int) -> None:
        if what not in tasks:
            tasks[what] = bar.add_task(t(f"livemap-streets-step-{what}"), total=of or None)
        bar.update(tasks[what], completed=done)

    return step


def _tell(told: dict[str, Any]) -> None:
    if not told["loaded"]:
        console.print(t("livemap-streets-none"))
        return
    day = told["data_day"] or t("livemap-streets-day-unknown")
    size = f"{told['bytes'] / 1e6:.1f}"
    console.print(
        t("livemap-streets-imported", file=told["from_file"], size=size, day=day, licence=told["licence"])
    )
