"""The right to share boards and to write notes on figures, given to the roles that a centre starts with."""

from __future__ import annotations

from typing import Any

from django.db import migrations

_ROLES = ("duty-officer", "agency-officer", "ward-officer", "leader", "programme-officer", "data-steward")
NEW = dict.fromkeys(_ROLES, ("boards.share",))


def give(apps: Any, schema_editor: Any) -> None:
    for role in apps.get_model("accounts", "Role").objects.filter(code__in=NEW):
        missing = [one for one in NEW[role.code] if one not in role.permissions]
        if missing:
            role.permissions = [*role.permissions, *missing]
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0021_walls_leaders")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
