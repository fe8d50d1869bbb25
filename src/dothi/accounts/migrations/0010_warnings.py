"""A ward or an agency drafts warnings for its own area; who releases them stays as it was."""

from __future__ import annotations

from typing import Any

from django.db import migrations

DRAFTING = ("ward-officer", "agency-officer")


def give(apps: Any, schema_editor: Any) -> None:
    for role in apps.get_model("accounts", "Role").objects.filter(code__in=DRAFTING):
        if "warnings.draft" not in role.permissions:
            role.permissions = [*role.permissions, "warnings.draft"]
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_telephony_keys")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
