"""Who could act on alarms may shelve them: the right is new, and no duty officer should find a button missing after an upgrade."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def give(apps: Any, schema_editor: Any) -> None:
    for role in apps.get_model("accounts", "Role").objects.all():
        if "alarms.act" in role.permissions and "alarms.shelve" not in role.permissions:
            role.permissions = [*role.permissions, "alarms.shelve"]
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_key_scopes_attributes")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
