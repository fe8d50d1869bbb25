"""Rights of the room of briefings, given to the roles that a centre starts with."""

from __future__ import annotations

from typing import Any

from django.db import migrations

NEW = {
    "duty-officer": ("briefings.view", "briefings.make"),
    "dispatcher": ("briefings.view",),
    "agency-officer": ("briefings.view", "briefings.make"),
    "ward-officer": ("briefings.view", "briefings.make"),
    "leader": ("briefings.view", "briefings.sign"),
    "data-steward": ("briefings.view", "briefings.manage"),
    "auditor": ("briefings.view",),
    "administrator": ("briefings.view", "briefings.manage"),
}


def give(apps: Any, schema_editor: Any) -> None:
    for role in apps.get_model("accounts", "Role").objects.filter(code__in=NEW):
        missing = [one for one in NEW[role.code] if one not in role.permissions]
        if missing:
            role.permissions = [*role.permissions, *missing]
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0022_boards")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
