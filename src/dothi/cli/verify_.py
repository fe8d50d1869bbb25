"""`dothi verify FILE`: is what a briefing prints still what the records say?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def verify(
    file: Annotated[
        Path, typer.Argument(help="DOCX or PDF of a briefing", exists=True, dir_okay=False, readable=True)
    ],
) -> None:
    """Computes every figure of a briefing's file again from its recorded time and says of each: agrees, changed since (old → new, why),
    cannot be recomputed, tampered. Exit code 0: all agree · 3: the file is true to its time, some figures are others today · 1: something is wrong."""
    import django

    django.setup()
    from dothi.briefings import verifying
    from dothi.kernel.i18n import t

    report = verifying.verify(file.read_bytes(), file.name)
    for fault in report.faults:
        typer.secho(fault, fg="red")
    colours = {"agrees": None, "changed": "yellow"}
    for one in report.figures:
        told = f" → {one.now}" if one.verdict == "changed" else ""
        why = f" ({one.why})" if one.why else ""
        line = f"{one.receipt.short} {one.receipt.name}: {one.receipt.text}{told}: {t(f'briefings-verdict-{one.verdict}')}{why}"
        typer.secho(line, fg=colours.get(one.verdict, "red"))
    typer.secho(report.summary(), err=report.exit_code == 1)
    if report.exit_code:
        raise typer.Exit(report.exit_code)
