from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AroundConfig(AppConfig):
    name = "dothi.around"
    label = "around"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hears the other rooms; registers what the clock does and forgets; keeps the rows that a new version brings."""
        from dothi.around import jobs  # noqa: F401
        from dothi.around.watching import events, holding, retention  # noqa: F401

        post_migrate.connect(_seed, sender=self)


def _seed(using: str, **_: Any) -> None:
    from django.db import connections

    if "around_rule" in connections[using].introspection.table_names():  # not after a migration backwards
        from dothi.around.rules import ensure_rules

        ensure_rules()
    if "around_guide" in connections[using].introspection.table_names():
        from dothi.around.guide.entries import ensure_guide

        ensure_guide()
