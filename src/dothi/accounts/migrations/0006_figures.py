"""Who works in a centre sees indicators; officers type figures and approve each other's: the rights are new, and boards would stay
empty for everybody after an upgrade."""

from __future__ import annotations

from typing import Any

from django.db import migrations

_VIEW, _TYPE, _DECIDE = "indicators.view", "indicators.enter", "indicators.approve"
GIVEN = {
    "duty-officer": (_VIEW,),
    "dispatcher": (_VIEW,),
    "agency-officer": (_VIEW, _TYPE, _DECIDE),
    "ward-officer": (_VIEW, _TYPE, _DECIDE),
    "leader": (_VIEW, _DECIDE),
    "programme-officer": (_VIEW,),
    "data-steward": (_VIEW,),
    "auditor": (_VIEW,),
}


def give(apps: Any, schema_editor: Any) -> None:
    for role in apps.get_model("accounts", "Role").objects.filter(code__in=GIVEN):
        new = [one for one in GIVEN[role.code] if one not in role.permissions]
        if new:
            role.permissions = [*role.permissions, *new]
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_commands")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
