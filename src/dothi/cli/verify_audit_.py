"""`dothi verify-audit`: is the history of all changes what it was when it was written?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def verify_audit(
    heads: Annotated[
        Path | None, typer.Option(help="File of earlier heads (default: <data>/audit/heads.jsonl)")
    ] = None,
) -> None:
    """Checks the chain over every change and login; names each changed, deleted or inserted row; exit code 1 if there is one."""
    import django
    from rich.console import Console
    from rich.progress import Progress

    django.setup()
    from dothi.kernel import settings
    from dothi.kernel.audit import verify
    from dothi.kernel.i18n import t

    path = heads or settings.data_folder() / "audit" / "heads.jsonl"
    console = Console(stderr=True)
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("verify-audit", total=None)
        report = verify.verify(path, lambda done, total: bar.update(task, completed=done, total=total or 1))
    for finding in report.findings[: verify.LISTED]:
        typer.secho(t(f"kernel-audit-{finding.kind}", table=finding.table, row=finding.row), fg="red")
    if report.unreadable:
        typer.secho(t("kernel-audit-unreadable", count=report.unreadable), fg="yellow")
    if not report.intact:
        typer.secho(
            t("kernel-audit-broken", count=len(report.findings), blocks=report.blocks, rows=report.rows),
            fg="red",
            err=True,
        )
        raise typer.Exit(1)
    verify.note_head(path, report)
    seq, digest = report.head or (0, "—")
    typer.echo(t("kernel-audit-intact", blocks=report.blocks, rows=report.rows, seq=seq, hash=digest))
