from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ShiftbookConfig(AppConfig):
    name = "dothi.shiftbook"
    label = "shiftbook"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hears the rooms below, and opens the history that auditors read."""
        from dothi.kernel.audit.shown import show_history
        from dothi.shiftbook import events, jobs  # noqa: F401 - handlers and jobs register themselves
        from dothi.shiftbook.models import Shift
        from dothi.shiftbook.queries import visible

        post_migrate.connect(_seed, sender=self)
        show_history(
            "shift",
            Shift,
            "shiftbook.view",
            visible,
            words="shiftbook-field-",
            choices={"state": "shiftbook-state-"},
        )


def _seed(using: str, plan: object = (), **_: Any) -> None:
    from django.db import connections

    if "shiftbook_rule" in connections[using].introspection.table_names():  # not after a migration backwards
        from dothi.shiftbook import rules

        rules.ensure_rules()
