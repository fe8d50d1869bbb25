"""The right to announce planned works and to write the guide, given to the roles that a centre starts with."""

from __future__ import annotations

from typing import Any

from django.db import migrations

RIGHT = "around.manage"
ROLES = ("duty-officer", "agency-officer", "ward-officer")


def give(apps: Any, schema_editor: Any) -> None:
    for role in apps.get_model("accounts", "Role").objects.filter(code__in=ROLES):
        if RIGHT not in role.permissions:
            role.permissions = [*role.permissions, RIGHT]
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0015_report_keys")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
