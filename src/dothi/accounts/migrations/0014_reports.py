"""Rights of the room of citizens' reports, given to the roles that a centre starts with."""

from __future__ import annotations

from typing import Any

from django.db import migrations

_WORK = ("reports.view", "reports.work")
NEW = {
    "duty-officer": (*_WORK, "reports.route", "reports.person"),
    "dispatcher": (*_WORK, "reports.route"),
    "agency-officer": _WORK,
    "ward-officer": (*_WORK, "reports.route"),
    "leader": ("reports.view",),
    "auditor": ("reports.view",),
    "administrator": ("reports.view", "reports.manage"),
}


def give(apps: Any, schema_editor: Any) -> None:
    for role in apps.get_model("accounts", "Role").objects.filter(code__in=NEW):
        missing = [one for one in NEW[role.code] if one not in role.permissions]
        if missing:
            role.permissions = [*role.permissions, *missing]
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0013_successor")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
