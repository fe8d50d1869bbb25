"""Who administers a centre sets its limits of what is told around a place, too."""

from __future__ import annotations

from typing import Any

from django.db import migrations

RIGHT = "around.manage"


def give(apps: Any, schema_editor: Any) -> None:
    for role in apps.get_model("accounts", "Role").objects.filter(code="administrator"):
        if RIGHT not in role.permissions:
            role.permissions = [*role.permissions, RIGHT]
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0018_look_reporter")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
