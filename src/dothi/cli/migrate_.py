"""`dothi migrate`."""

import django
import typer
from django.core.management import call_command

app = typer.Typer()


@app.command()
def migrate() -> None:
    """Brings the database to this version (safe to repeat)."""
    django.setup()
    call_command("migrate", verbosity=1)
