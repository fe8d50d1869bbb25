from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ConnectorsConfig(AppConfig):
    name = "dothi.connectors"
    label = "connectors"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dothi.connectors import jobs  # noqa: F401 - registers the tasks

        post_migrate.connect(_seed, sender=self)


def _seed(using: str, **_: Any) -> None:
    """Retention rules that a new version brings."""
    from django.db import connections

    if "connectors_retention_rule" in connections[using].introspection.table_names():
        from dothi.connectors import retention

        retention.ensure_rules()
