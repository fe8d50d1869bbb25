"""Rights of the room of one-stop dossiers, given to the roles that a centre starts with: seen wherever cases are."""

from __future__ import annotations

from typing import Any

from django.db import migrations

_BOTH = ("publicservices.view", "publicservices.manage")
NEW = {
    "duty-officer": _BOTH,
    "dispatcher": ("publicservices.view",),
    "agency-officer": _BOTH,
    "ward-officer": ("publicservices.view",),
    "leader": ("publicservices.view",),
    "data-steward": _BOTH,
    "auditor": ("publicservices.view",),
    "administrator": _BOTH,
}


def give(apps: Any, schema_editor: Any) -> None:
    for role in apps.get_model("accounts", "Role").objects.filter(code__in=NEW):
        missing = [one for one in NEW[role.code] if one not in role.permissions]
        if missing:
            role.permissions = [*role.permissions, *missing]
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0019_around_administrator")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
