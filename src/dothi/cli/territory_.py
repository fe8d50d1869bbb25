"""`dothi territory`: administrative units, their areas, lineage and groups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import django
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from dothi.kernel.errors import BadRequest
from dothi.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dothi.territory.plan import Plan

app = typer.Typer(no_args_is_help=True)
console = Console()

Day = Annotated[
    str,
    typer.Option(
        "--on", help="The day the files speak of (YYYY-MM-DD), or of the change for an old → new table"
    ),
]


@app.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(help="GeoJSON polygons and CSV tables, plain or .gz")],
    on: Day = "",
    province: Annotated[str, typer.Option(help="Province code of communes whose file does not give it")] = "",
    decree: Annotated[str, typer.Option(help="The decree that these units stand on")] = "",
    overlap_tolerance: Annotated[
        float, typer.Option(help="Largest overlap as a share of the smaller area")
    ] = 0.005,
    mend: Annotated[bool, typer.Option(help="Mend invalid polygons instead of refusing them")] = False,
    dry_run: Annotated[bool, typer.Option(help="Show what would change, write nothing")] = False,
) -> None:
    """Imports areas, units and lineage from files; all or nothing."""
    django.setup()
    from dothi.territory import actions

    with _bar() as progress:
        plan = actions.import_files(
            files, by=None, on=_day(on), province=province or None, decree=decree,
            tolerance=overlap_tolerance, mend=mend, dry_run=dry_run, progress=progress,
        )  # fmt: skip
    _show(plan, dry_run)


@app.command()
def derive(
    province: Annotated[str, typer.Option(help="Code of today's province, or 'all'")] = "79",
    areas: Annotated[bool, typer.Option(help="Derive approximate areas from points")] = True,
) -> None:
    """Loads a province from the offline register: units, former units, lineage, approximate areas."""
    django.setup()
    from dothi.territory import actions

    with _bar() as progress:
        code = None if province == "all" else province
        plan = actions.derive(code, by=None, with_areas=areas, progress=progress)
    _show(plan, dry_run=False)


@app.command()
def group(
    code: Annotated[str, typer.Argument(help="The group's code, like tp-vung-tau-cu")],
    name: Annotated[str, typer.Option(help="Its Vietnamese name")],
    units: Annotated[str, typer.Option(help="Codes of the units, separated by commas")],
    valid_from: Annotated[str, typer.Option(help="First day (YYYY-MM-DD)")],
    name_en: Annotated[str, typer.Option(help="Its English name")] = "",
) -> None:
    """Makes a dated group of units."""
    django.setup()
    from dothi.territory import actions, queries

    day = _day(valid_from)
    assert day is not None
    ids = [queries.get_unit(unit.strip(), day).pk for unit in units.split(",")]
    made = actions.form_group(
        code, name_vi=name, name_en=name_en or name, unit_ids=ids, valid_from=day, by=None
    )
    console.print(t("territory-group-formed", name=made.name_vi, number=len(ids)))


@app.command()
def find(
    text: Annotated[str, typer.Argument(help="A name as typed: 'q9', 'p vung tau', 'ben nghe'")],
    on: Day = "",
) -> None:
    """Finds units by name, old names too."""
    django.setup()
    from dothi.kernel import clock
    from dothi.territory import queries

    for found in queries.search(text, _day(on) or clock.today()):
        old = "  (" + t("territory-search-by-old-name", old=found.old) + ")" if found.old else ""
        console.print(f"{found.unit.code}  {found.label}{old}")


@contextmanager
def _bar() -> Iterator[Callable[[str, int, int], None]]:
    columns = (TextColumn("{task.description:<22}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bar:
        tasks = {}

        def step(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(t(f"territory-step-{what}"), total=of)
            bar.update(tasks[what], completed=done, total=of)

        yield step


def _show(plan: Plan, dry_run: bool) -> None:
    table = Table(title=t("territory-plan-title-dry" if dry_run else "territory-plan-title"))
    table.add_column(t("territory-plan-what"))
    table.add_column(t("territory-plan-number"), justify="right")
    for key, number in plan.figures():
        table.add_row(t(key), f"{number:,}")
    console.print(table)
    for note in plan.notes:
        console.print("• " + t(note.key, **note.fields))


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadRequest("territory-day-malformed", text=text) from error
