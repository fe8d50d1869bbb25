"""`dothi replay-calls FILE --mapping sf_fire_calls --as NAME`: recorded calls of another place into the desk, with their units and minutes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import django
import typer

app = typer.Typer()


@app.command()
def replay_calls(
    file: Annotated[Path, typer.Argument(help="CSV, also .gz: one row for each unit sent")],
    person: Annotated[str, typer.Option("--as", help="Login of who answers for it")] = "",
    mapping: Annotated[
        str, typer.Option("--mapping", "-m", help="Mapping that comes with the system, or a TOML file")
    ] = "sf_fire_calls",
    compare: Annotated[
        bool,
        typer.Option("--compare", help="Load nothing: say whom we would have sent first, beside who was"),
    ] = False,
) -> None:
    """Brings recorded calls in as calls, cases, units and their minutes; all say that they are replayed, none can be sent anywhere."""
    django.setup()
    if compare:
        _compare(file, mapping)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

    from dothi.accounts.models import Person
    from dothi.dispatch.recordings import loading, reading
    from dothi.kernel.errors import NotFound
    from dothi.kernel.i18n import t

    by = Person.objects.filter(username=person).first()
    if by is None:
        raise NotFound("accounts-person-unknown", username=person)
    mapped = reading.mapping(mapping)
    found = reading.calls(reading.rows(file), mapped)
    with Progress(
        BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=Console(stderr=True)
    ) as bar:
        task = bar.add_task("", total=len(found))
        done = loading.load(
            found, mapped, by=by, progress=lambda number: bar.update(task, completed=min(number, len(found)))
        )
    typer.echo(
        t("dispatch-replayed", calls=done.calls, assignments=done.assignments, clock=mapped.clock["vi"])
    )


def _compare(file: Path, mapping: str) -> None:
    import json

    from dothi.dispatch.recordings import comparing, reading

    mapped = reading.mapping(mapping)
    found = comparing.compare(reading.calls(reading.rows(file), mapped), comparing.Ways.of_pack())
    typer.echo(json.dumps(found.figures(), indent=2))
