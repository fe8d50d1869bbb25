"""Rights of the room of surveys and consultations, given to the roles that a centre starts with."""

from __future__ import annotations

from typing import Any

from django.db import migrations

_BOTH = ("surveys.view", "surveys.manage")
NEW = {
    "duty-officer": _BOTH,
    "dispatcher": ("surveys.view",),
    "agency-officer": _BOTH,
    "ward-officer": _BOTH,
    "leader": ("surveys.view",),
    "auditor": ("surveys.view",),
    "administrator": _BOTH,
}


def give(apps: Any, schema_editor: Any) -> None:
    for role in apps.get_model("accounts", "Role").objects.filter(code__in=NEW):
        missing = [one for one in NEW[role.code] if one not in role.permissions]
        if missing:
            role.permissions = [*role.permissions, *missing]
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0016_around")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
