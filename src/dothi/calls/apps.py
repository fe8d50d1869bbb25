from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CallsConfig(AppConfig):
    name = "dothi.calls"
    label = "calls"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Opens the histories that auditors read, and keeps the times that a new version brings, adds calls to a case's report."""
        from dothi.calls import following, holding, reported, retention  # noqa: F401 - registers what is held and forgotten
        from dothi.calls.histories import open_histories
        from dothi.calls.recordings import keeping  # noqa: F401 - registers what is forgotten
        from dothi.calls.understanding import (
            cards,  # noqa: F401 - takes protocol cards from packs
            services,  # noqa: F401 - takes who answers which number from packs
        )
        from dothi.incidents.joining.following import Follower, follows
        from dothi.incidents.reporting.parts import part

        post_migrate.connect(_seed, sender=self)
        open_histories()
        follows(Follower("calls", following.move, following.offers))
        part("calls", 45, reported.section)


def _seed(using: str, **_: Any) -> None:
    from django.db import connections

    if "calls_rule" in connections[using].introspection.table_names():  # not after a migration backwards
        from dothi.calls.rules import ensure_rules

        ensure_rules()
