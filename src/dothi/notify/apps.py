from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class NotifyConfig(AppConfig):
    name = "dothi.notify"
    label = "notify"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keeps the rules that a new version brings."""
        post_migrate.connect(_seed, sender=self)


def _seed(using: str, **_: Any) -> None:
    from django.db import connections

    if "notify_rule" in connections[using].introspection.table_names():  # not after a migration backwards
        from dothi.notify.rules import ensure_rules

        ensure_rules()
