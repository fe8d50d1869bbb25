from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CodelistsConfig(AppConfig):
    name = "dothi.codelists"
    label = "codelists"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Opens the history of lists to everybody who may see them; each migrate brings the lists that rooms offer."""
        from dothi.codelists.models import CodeList
        from dothi.kernel.audit.shown import show_history

        post_migrate.connect(_bring_offered, sender=self)
        show_history(
            "codelist",
            CodeList,
            "codelists.view",
            lambda scope: CodeList.objects.all(),
            words="codelists-field-",
            choices={"certainty": "certainty-"},
        )


def _bring_offered(using: str, **_: Any) -> None:
    from django.db import connections

    if "codelists_list" in connections[using].introspection.table_names():  # not after a migration backwards
        from dothi.codelists import seeds

        seeds.ensure_lists()
