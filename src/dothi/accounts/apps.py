from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "dothi.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dothi.accounts import jobs, login, offered, watches  # noqa: F401 - these register themselves

        post_migrate.connect(_seed, sender=self)
        login.record_sessions()
        _open_histories()


def _seed(using: str, plan: object = (), **_: Any) -> None:
    """Roles and limits that a new version brings."""
    from django.db import connections

    if "accounts_rule" in connections[using].introspection.table_names():  # not after a migration backwards
        from dothi.accounts import roles, rules

        roles.ensure_roles()
        rules.ensure_rules()
    if "accounts_look_purpose" in connections[using].introspection.table_names():
        from dothi.accounts import look_purposes

        look_purposes.ensure_purposes()


def _open_histories() -> None:
    from dothi.accounts import queries
    from dothi.accounts.models import AccountRule, Agency, ApiKey, Person, Role, RoleGrant
    from dothi.kernel.audit.shown import show_history

    words = "accounts-field-"
    kinds = {"kind": "accounts-kind-"}
    show_history("person", Person, "people.view", queries.visible_people, words=words, choices=kinds)
    kinds = {"kind": "accounts-agency-"}
    show_history("agency", Agency, "people.view", queries.visible_agencies, words=words, choices=kinds)
    rights = {"permissions": "accounts-may-"}
    show_history("role", Role, "people.view", lambda scope: Role.objects.all(), words=words, choices=rights)
    show_history("grant", RoleGrant, "people.view", queries.visible_grants, words=words)
    sure = {"certainty": "certainty-"}
    show_history(
        "limit",
        AccountRule,
        "people.view",
        lambda scope: AccountRule.objects.all(),
        words=words,
        choices=sure,
    )
    kinds = {"kind": "accounts-key-", "origin": "origin-"}
    show_history("apikey", ApiKey, "keys.manage", queries.visible_keys, words=words, choices=kinds)
