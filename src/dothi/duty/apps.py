from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DutyConfig(AppConfig):
    name = "dothi.duty"
    label = "duty"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hears the rooms below, brings the policies of a new city, and opens the histories that auditors read."""
        from dothi.duty import hearing  # noqa: F401 - registers what is heard
        from dothi.duty.histories import open_histories

        post_migrate.connect(_seed, sender=self)
        open_histories()


def _seed(using: str, **_: Any) -> None:
    from django.db import connections

    if "duty_route" in connections[using].introspection.table_names():  # not after a migration backwards
        from dothi.duty.policies import ensure_policies

        ensure_policies()
