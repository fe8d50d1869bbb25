from django.apps import AppConfig


class ConnectorsConfig(AppConfig):
    name = "dothi.connectors"
    label = "connectors"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dothi.connectors import jobs, retention  # noqa: F401 - registers tasks and what is forgotten every night
        from dothi.connectors.files import packs  # noqa: F401 - registers what packs bring
