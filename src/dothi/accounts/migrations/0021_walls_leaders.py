"""Rights of walls and of the leader's phone, given to the roles that a centre starts with."""

from __future__ import annotations

from typing import Any

from django.db import migrations

_SHOWS = ("wall.view", "wall.switch", "wall.broadcast")
NEW = {
    "duty-officer": _SHOWS,
    "leader": (*_SHOWS, "leaders.view"),
    "auditor": ("wall.view",),
    "administrator": ("wall.view", "wall.manage"),
}


def give(apps: Any, schema_editor: Any) -> None:
    for role in apps.get_model("accounts", "Role").objects.filter(code__in=NEW):
        missing = [one for one in NEW[role.code] if one not in role.permissions]
        if missing:
            role.permissions = [*role.permissions, *missing]
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0020_publicservices")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
