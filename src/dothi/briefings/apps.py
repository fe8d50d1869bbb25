from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BriefingsConfig(AppConfig):
    name = "dothi.briefings"
    label = "briefings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keeps the limits and the standard forms that come with a version."""
        post_migrate.connect(_seed, sender=self)


def _seed(using: str, **_: Any) -> None:
    from django.db import connections

    if "briefings_rule" in connections[using].introspection.table_names():  # not after a migration backwards
        from dothi.briefings.rules import ensure_rules
        from dothi.briefings.standing import ensure_templates

        ensure_rules()
        ensure_templates()
