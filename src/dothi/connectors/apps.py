from django.apps import AppConfig


class ConnectorsConfig(AppConfig):
    name = "dothi.connectors"
    label = "connectors"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dothi.connectors import jobs, retention  # noqa: F401 - registers tasks and what is forgotten every night
        from dothi.connectors.files import packs  # noqa: F401 - registers what packs bring
        from dothi.connectors.models import Source
        from dothi.kernel.audit.shown import show_history

        show_history(
            "source",
            Source,
            "connectors.view",
            lambda scope: scope.restrict(Source.objects.all()),
            words="connectors-source-field-",
            choices={"state": "connectors-source-", "origin": ""},
        )
