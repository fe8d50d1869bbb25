"""`dothi restore`."""

from pathlib import Path

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from dothi.kernel import settings
from dothi.kernel.engines import backup as backups
from dothi.kernel.i18n import t

app = typer.Typer()


@app.command()
def restore(file: Path = typer.Argument(help="A file of dothi backup · Tệp sao lưu")) -> None:
    """Makes a new data folder from a backup (the folder, or the database given by DOTHI_DATABASE_URL, must be empty)."""
    language, data = settings.read("LANGUAGE"), settings.data_folder()
    with Progress(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()) as bar:
        bar.add_task(t("engines-restoring", language), total=None)
        manifest = backups.restore(data, file, lambda _done: None, settings.read("DATABASE_URL"))
    typer.echo(
        t("engines-restored", language, path=str(data), at=manifest.taken_at, version=manifest.version)
    )
