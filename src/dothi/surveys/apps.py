from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SurveysConfig(AppConfig):
    name = "dothi.surveys"
    label = "surveys"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers what this room hears, publishes and forgets; keeps the limits that a new version brings."""
        from dothi.surveys import events, facts, forgetting, holding  # noqa: F401

        post_migrate.connect(_seed, sender=self)


def _seed(using: str, **_: Any) -> None:
    from django.db import connections

    if "surveys_rule" in connections[using].introspection.table_names():  # not after a migration backwards
        from dothi.surveys.rules import ensure_rules

        ensure_rules()
