"""Who keeps a centre's data keeps its definitions of indicators: the right is new."""

from __future__ import annotations

from typing import Any

from django.db import migrations

GIVEN = "indicators.manage"


def give(apps: Any, schema_editor: Any) -> None:
    for role in apps.get_model("accounts", "Role").objects.filter(code="data-steward"):
        if GIVEN not in role.permissions:
            role.permissions = [*role.permissions, GIVEN]
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0023_briefings")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
