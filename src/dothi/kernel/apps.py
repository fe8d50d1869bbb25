from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class KernelConfig(AppConfig):
    name = "dothi.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dothi.kernel import nightly  # noqa: F401 - what it registers
        from dothi.kernel.audit import install

        post_migrate.connect(install.ensure, sender=self)
        post_migrate.connect(_bring_times, sender=self)


def _bring_times(using: str, **_: Any) -> None:
    """Times of keeping that a new version brings; every room has registered its own by now."""
    from django.db import connections

    if (
        "kernel_retention_rule" in connections[using].introspection.table_names()
    ):  # not after a migration backwards
        from dothi.kernel import retention

        retention.ensure_rules()
