from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CamerasConfig(AppConfig):
    name = "dothi.cameras"
    label = "cameras"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Opens the histories that auditors read, says what is forgotten, and keeps the limits that a new version brings."""
        from dothi.cameras import histories, retention  # noqa: F401 - register themselves

        post_migrate.connect(_seed, sender=self)


def _seed(using: str, **_: Any) -> None:
    from django.db import connections

    if "cameras_rule" in connections[using].introspection.table_names():  # not after a migration backwards
        from dothi.cameras.rules import ensure_rules

        ensure_rules()
