"""Rights of the rooms around the desk (tasks, rota, shift book, crews, cameras, drills), given to the roles that a centre starts with."""

from __future__ import annotations

from typing import Any

from django.db import migrations

_ALL = ("tasks.view", "duty.view", "cameras.view")
_WORK = (*_ALL, "tasks.work", "cameras.look")
_SHIFT = ("shiftbook.view", "shiftbook.keep", "drills.view")
NEW = {
    "duty-officer": (
        *_WORK,
        *_SHIFT,
        "tasks.give",
        "duty.manage",
        "notify.view",
        "calls.listen",
        "drills.run",
    ),
    "dispatcher": (*_WORK, *_SHIFT),
    "crew": ("crews.work", "tasks.view", "tasks.work"),
    "agency-officer": (*_WORK, "tasks.give", "cameras.manage"),
    "ward-officer": (*_WORK, "tasks.give"),
    "leader": (*_ALL, "tasks.give", "tasks.work", "cameras.look", "shiftbook.view", "drills.view"),
    "programme-officer": ("tasks.view", "tasks.give", "tasks.work"),
    "auditor": (*_ALL, "looks.view", "notify.view", "shiftbook.view", "drills.view"),
    "administrator": ("notify.view", "notify.manage", "cameras.view", "cameras.manage"),
}


def give(apps: Any, schema_editor: Any) -> None:
    roles = apps.get_model("accounts", "Role").objects
    for role in roles.filter(code__in=NEW):
        missing = [one for one in NEW[role.code] if one not in role.permissions]
        if missing:
            role.permissions = [*role.permissions, *missing]
            role.save(update_fields=["permissions"])
    for role in roles.filter(administrative=True, code="administrator"):
        if role.gives and "crew" not in role.gives:  # the new role is made after all migrations
            role.gives = [*role.gives, "crew"]
            role.save(update_fields=["gives"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0010_warnings")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
