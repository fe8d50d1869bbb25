"""Duty officers and officers of agencies may ask for commands and consent to them: the rights are new."""

from __future__ import annotations

from typing import Any

from django.db import migrations

GIVEN = {
    "duty-officer": ("commands.ask", "commands.consent"),
    "agency-officer": ("commands.ask", "commands.consent"),
    "leader": ("commands.consent",),
}


def give(apps: Any, schema_editor: Any) -> None:
    for role in apps.get_model("accounts", "Role").objects.filter(code__in=GIVEN):
        new = [one for one in GIVEN[role.code] if one not in role.permissions]
        if new:
            role.permissions = [*role.permissions, *new]
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_shelving")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
