"""`dothi import FILE --mapping M`: test, dry run, import."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import django
import typer

if TYPE_CHECKING:
    from dothi.connectors.actions import Sample
    from dothi.connectors.models import Import

app = typer.Typer()


@app.command()
def import_file(
    file: Annotated[Path, typer.Argument(help="CSV, XLSX or Parquet, also .gz")],
    mapping: Annotated[Path, typer.Option("--mapping", "-m", help="Mapping file (TOML)")],
    test: Annotated[
        int, typer.Option("--test", help="Show this many rows as they would be stored; write nothing")
    ] = 0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read everything, count, write nothing")] = False,
    origin: Annotated[
        str,
        typer.Option(help="live (older than a day becomes replayed), replayed, simulated, estimated, typed"),
    ] = "live",
    rejects: Annotated[Path | None, typer.Option(help="Write the rejected rows to this CSV")] = None,
) -> None:
    """Imports a file by a mapping. Importing the same file again changes nothing."""
    django.setup()
    from dothi.connectors import actions
    from dothi.connectors.files import mapping as mappings
    from dothi.kernel.origin import Origin

    read = mappings.load(mapping)
    folders = [file.resolve().parent, mapping.resolve().parent]
    if test:
        _show(actions.sample_import(read, file, folders, test))
        return
    if origin not in {one.word for one in Origin}:
        raise typer.BadParameter(f"origin: {', '.join(one.word for one in Origin)}")
    row = actions.register_import(
        file,
        read,
        mapping.read_text(encoding="utf-8-sig"),
        by=None,
        origin=Origin.of(origin),
        stations_folder=folders[1],
    )
    _run(row, dry_run=dry_run)
    row.refresh_from_db()
    _tell(row)
    if rejects:
        _write_rejects(row, rejects)


def _show(sample: Sample) -> None:
    from dothi.kernel.i18n import t

    for entity in sample.entities:
        typer.echo(json.dumps(entity, ensure_ascii=False, indent=1))
    if sample.ignored_columns:
        typer.echo(t("connectors-ignored-columns", columns=", ".join(sample.ignored_columns)))
    for one in sample.rejects:
        typer.echo(
            f"{one.line}\t{one.column}\t{one.value}\t{t(f'connectors-reject-{one.reason}')} {one.detail}"
        )


def _run(row: Import, *, dry_run: bool) -> None:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    from dothi.connectors import actions

    columns = (
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rows]:,} · {task.fields[speed]:,.0f}/s"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("import", total=1.0, rows=0, speed=0.0)

        def progress(fraction: float, tally: Any, _changed: int) -> None:
            speed = tally.rows / max(bar.tasks[0].elapsed or 0.001, 0.001)
            bar.update(task, completed=fraction, rows=tally.rows, speed=speed)

        actions.run_import(row.pk, progress=progress, dry_run=dry_run)
        bar.update(task, completed=1.0)


def _tell(row: Import) -> None:
    from dothi.kernel.i18n import t
    from dothi.kernel.templatetags.dothi import number

    assert row.ended_at and row.started_at
    seconds = max((row.ended_at - row.started_at).total_seconds(), 0.001)
    typer.echo(
        t(
            "connectors-import-summary",
            rows=row.rows, stored=row.stored, refused=row.refused, filtered=row.filtered, empty=row.empty,
            values=row.values_read, values_refused=row.values_refused, gaps=row.gaps, seconds=round(seconds, 1),
            speed=round(row.rows / seconds),
        )
    )  # fmt: skip
    for reason, count in sorted(row.reasons.items()):
        typer.echo(f"  {number(count, 0):>9}  {t(f'connectors-reject-{reason}')}")
    if row.dry_run:
        typer.echo(t("connectors-dry-run-wrote-nothing"))
    else:
        typer.echo(
            t("connectors-import-changed", changed=row.changed)
            if row.changed
            else t("connectors-import-unchanged")
        )


def _write_rejects(row: Import, path: Path) -> None:
    from dothi.connectors.rejects import csv_lines

    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.writelines(csv_lines(row))
