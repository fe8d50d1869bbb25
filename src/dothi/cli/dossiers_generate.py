"""`dothi dossiers generate` and `forget-generated`: a year of dossiers for load, and its end."""

from __future__ import annotations

import sys
import time
from typing import Annotated

import django
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn


def generate(
    count: Annotated[int, typer.Option("--count", min=1, help="How many dossiers · Số hồ sơ")],
    year: Annotated[int, typer.Option("--year", help="Of which year · Năm")],
    seed: Annotated[
        int, typer.Option("--seed", min=0, help="The same seed makes the same year · Cùng số, cùng dữ liệu")
    ] = 1,
    beside_real: Annotated[
        bool, typer.Option("--beside-real", help="Although real dossiers stand here · Dù đang có hồ sơ thật")
    ] = False,
) -> None:
    """Makes a year of dossiers for load tests, marked as made wherever one is shown · Sinh hồ sơ để thử tải."""
    django.setup()
    from dothi.kernel.i18n import t
    from dothi.publicservices.generating import writing

    began = time.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=not sys.stderr.isatty()) as bar:
        task = bar.add_task(str(year), total=count)
        made = writing.generate(
            count,
            year,
            seed=seed,
            beside_real=beside_real,
            tell=lambda done: bar.update(task, completed=done),
        )
    typer.echo(t("generating-done", n=made, year=str(year), seconds=round(time.monotonic() - began)))


def forget_generated() -> None:
    """Takes out everything that was made for load · Bỏ mọi hồ sơ đã sinh để thử tải."""
    django.setup()
    from dothi.kernel.i18n import t
    from dothi.publicservices.generating import writing

    typer.echo(t("generating-forgotten", n=writing.forget()))
