from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LeadersConfig(AppConfig):
    name = "dothi.leaders"
    label = "leaders"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keeps the rows that a new version brings."""
        post_migrate.connect(_seed, sender=self)


def _seed(using: str, **_: Any) -> None:
    from django.db import connections

    if (
        "leaders_ready_set" in connections[using].introspection.table_names()
    ):  # not after a migration backwards
        from dothi.leaders.rules import ensure_rules

        ensure_rules()
