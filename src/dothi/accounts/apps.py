from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "dothi.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dothi.accounts import login

        post_migrate.connect(_seed, sender=self)
        login.record_sessions()


def _seed(using: str, plan: object = (), **_: Any) -> None:
    """Roles and limits that a new version brings."""
    from django.db import connections

    if "accounts_rule" in connections[using].introspection.table_names():  # not after a migration backwards
        from dothi.accounts import roles, rules

        roles.ensure_roles()
        rules.ensure_rules()
