from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PublicServicesConfig(AppConfig):
    name = "dothi.publicservices"
    label = "publicservices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Publishes its facts, takes what sources bring; keeps the limits and the state codes that a new version brings."""
        from dothi.publicservices import holding  # noqa: F401
        from dothi.publicservices.facts import publish_facts
        from dothi.publicservices.mirroring import connected
        from dothi.publicservices.score import jobs  # noqa: F401

        publish_facts()
        connected.register()
        post_migrate.connect(_seed, sender=self)


def _seed(using: str, **_: Any) -> None:
    from django.db import connections

    if (
        "publicservices_rule" in connections[using].introspection.table_names()
    ):  # not after a migration backwards
        from dothi.publicservices.law import ensure_rules
        from dothi.publicservices.score.book import ensure_terms
        from dothi.publicservices.states import ensure_states

        ensure_rules()
        ensure_states()
        ensure_terms()
