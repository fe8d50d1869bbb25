"""`dothi briefing make`: a draft of a period, from the command line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Briefings: make one, write its files · Báo cáo", no_args_is_help=True)


@app.callback()
def briefing() -> None:
    """Briefings with receipts."""


@app.command()
def make(
    kind: Annotated[str, typer.Argument(help="daily, weekly, monthly, demand")],
    by: Annotated[
        str, typer.Option(help="User name of whoever makes it: figures are taken with their rights")
    ],
    day: Annotated[
        str, typer.Option(help="A day of the period (2026-11-23); default: the last period that is over")
    ] = "",
    group: Annotated[str, typer.Option(help="Code of a group of units; default: everywhere")] = "",
    out: Annotated[Path | None, typer.Option(help="Folder for DOCX and PDF")] = None,
) -> None:
    """Makes a draft and says its code; with --out writes both files there."""
    import django

    django.setup()
    from dothi.accounts.queries import get_person
    from dothi.briefings import actions, composing
    from dothi.kernel import clock, moments
    from dothi.kernel.errors import BadRequest
    from dothi.territory.queries import groups_on

    wanted: dt.date | None = moments.day(day)
    if day and wanted is None:
        raise BadRequest("briefing-period")
    area = groups_on(clock.today()).filter(code=group).first() if group else None
    if group and area is None:
        raise BadRequest("briefing-group-ended", name=group[:60])
    one = actions.make(kind, by=get_person(by), day=wanted, group=area)
    typer.echo(one.code)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        files = composing.drawn(one)
        for ending, body in (("docx", files.docx), ("pdf", files.pdf)):
            path = out / f"{one.code}.{ending}"
            path.write_bytes(body)
            typer.echo(str(path))
