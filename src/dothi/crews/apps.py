from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CrewsConfig(AppConfig):
    name = "dothi.crews"
    label = "crews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Opens the histories that auditors read, hears what is new for a crew, and keeps the limits that a new version brings."""
        from dothi.crews import events, retention  # noqa: F401 - registers what is heard and what is forgotten
        from dothi.crews.histories import open_histories

        post_migrate.connect(_seed, sender=self)
        open_histories()


def _seed(using: str, **_: Any) -> None:
    from django.db import connections

    if "crews_rule" in connections[using].introspection.table_names():  # not after a migration backwards
        from dothi.crews.rules import ensure_rules

        ensure_rules()
