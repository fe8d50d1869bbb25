from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ReportsConfig(AppConfig):
    name = "dothi.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Opens the history that auditors read; registers what the clock does and forgets; keeps the rows that a new version brings."""
        from dothi.reports import events, histories, jobs, photos  # noqa: F401
        from dothi.reports.email import jobs as letters  # noqa: F401
        from dothi.reports.email import retention as mails  # noqa: F401
        from dothi.reports.identity import holding, retention, vault  # noqa: F401
        from dothi.reports.insight import computing  # noqa: F401
        from dothi.reports.open311 import jobs as exchanging  # noqa: F401
        from dothi.reports.open311 import media  # noqa: F401

        post_migrate.connect(_seed, sender=self)


def _seed(using: str, **_: Any) -> None:
    from django.db import connections

    if "reports_rule" in connections[using].introspection.table_names():  # not after a migration backwards
        from dothi.reports.dated import ensure_handling
        from dothi.reports.dated.pausing import ensure_reasons
        from dothi.reports.rules import ensure_rules

        ensure_handling()
        ensure_reasons()
        ensure_rules()
