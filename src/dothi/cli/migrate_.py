"""`dothi migrate`."""

import django
import typer
from django.core.management import call_command

from dothi.kernel.engines import addresses
from dothi.kernel.engines.saying import say
from dothi.kernel.errors import ConfigurationError
from dothi.kernel.structure.loading import load_if_empty

app = typer.Typer()


@app.command()
def migrate() -> None:
    """Brings the database to this version (safe to repeat). Refuses a database of a newer version."""
    django.setup()
    if load_if_empty(addresses.database_url_or_nowhere()):
        say("engines-structure")
    steps = _steps_to_go()
    if steps:
        say("engines-migrating", steps=str(steps))
    call_command("migrate", verbosity=0)


def _steps_to_go() -> int:
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("dothi.")}
    unknown = [
        key
        for key in executor.loader.applied_migrations
        if key[0] in ours and key not in executor.loader.disk_migrations
    ]
    if unknown:
        raise ConfigurationError("database-newer", migration=".".join(min(unknown)))
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
