"""`dothi backup`."""

from pathlib import Path

import typer
from rich.progress import DownloadColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from dothi.kernel import settings
from dothi.kernel.engines import backup as backups
from dothi.kernel.i18n import t

app = typer.Typer()


@app.command()
def backup(file: Path = typer.Argument(help="The file to write · Tệp sao lưu")) -> None:
    """Backs up the running system into one file: database, files, secrets. Keep it as you keep secrets."""
    language = settings.read("LANGUAGE")
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), DownloadColumn(), TimeElapsedColumn()
    ) as bar:
        task = bar.add_task(t("engines-backing-up", language), total=None)
        manifest = backups.back_up(
            settings.data_folder(), file, lambda done: bar.update(task, completed=done)
        )
    size = f"{file.stat().st_size / 1e6:.1f}"
    typer.echo(t("engines-backed-up", language, path=str(file), size=size, at=manifest.taken_at))
