"""Who works on cases takes calls and sends units; who sees cases sees calls, units and warnings. The rights are new."""

from __future__ import annotations

from typing import Any

from django.db import migrations

# right that a role has already → rights that come with it
COMES_WITH = {
    "incidents.view": ("calls.view", "forces.view", "warnings.view"),
    "commands.ask": ("calls.take", "calls.person", "forces.send"),
}
OF_ROLE = {
    "duty-officer": ("warnings.draft", "warnings.release"),
    "dispatcher": ("calls.take", "calls.person", "forces.send", "warnings.draft"),
    "agency-officer": ("forces.manage",),
    "leader": ("warnings.release",),
    "administrator": ("calls.manage", "forces.manage"),
}


def give(apps: Any, schema_editor: Any) -> None:
    for role in apps.get_model("accounts", "Role").objects.all():
        wanted = [new for held, news in COMES_WITH.items() if held in role.permissions for new in news]
        wanted += OF_ROLE.get(role.code, ())
        if missing := [each for each in dict.fromkeys(wanted) if each not in role.permissions]:
            role.permissions = [*role.permissions, *missing]
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_packs")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
