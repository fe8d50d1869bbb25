from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class NotifyConfig(AppConfig):
    name = "dothi.notify"
    label = "notify"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keeps the rules that a new version brings, and opens the histories that auditors read."""
        from dothi.kernel.audit.shown import show_history
        from dothi.notify import forgetting, queries, retention  # noqa: F401 - registers what is held and forgotten
        from dothi.notify.models import Channel, NotifyRule

        post_migrate.connect(_seed, sender=self)
        words = "notify-field-"
        show_history(
            "message-channel",
            Channel,
            "notify.view",
            queries.channels,
            words=words,
            choices={"way": "notify-way-"},
        )
        show_history(
            "message-rule", NotifyRule, "notify.view", lambda _scope: NotifyRule.objects.all(), words=words,
            choices={"certainty": "certainty-"},
        )  # fmt: skip


def _seed(using: str, **_: Any) -> None:
    from django.db import connections

    if "notify_rule" in connections[using].introspection.table_names():  # not after a migration backwards
        from dothi.notify.rules import ensure_rules

        ensure_rules()
