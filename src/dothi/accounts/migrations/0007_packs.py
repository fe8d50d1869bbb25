"""Who keeps a centre's rules and sources loads and withdraws its packs: the right is new, before it took a command line."""

from __future__ import annotations

from typing import Any

from django.db import migrations

BOTH = {"rules.manage", "connectors.manage"}


def give(apps: Any, schema_editor: Any) -> None:
    for role in apps.get_model("accounts", "Role").objects.all():
        if set(role.permissions) >= BOTH and "packs.manage" not in role.permissions:
            role.permissions = [*role.permissions, "packs.manage"]
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_figures")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
