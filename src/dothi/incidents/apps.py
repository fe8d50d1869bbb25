from importlib import import_module

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "dothi.incidents"
    label = "incidents"
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        super().import_models()
        import_module("dothi.incidents.command.models")
        import_module("dothi.incidents.joining.models")

    def ready(self) -> None:
        from dothi.incidents import (
            commanded,  # noqa: F401 - registers what a case's log hears of commands
            events,  # noqa: F401 - registers what this room hears
            offered,  # noqa: F401 - registers the list of categories
            procedures,  # noqa: F401 - takes what packs say is done step by step
        )
        from dothi.incidents.command import roles  # noqa: F401 - takes the posts of command that packs bring
        from dothi.incidents.reporting import content  # noqa: F401 - this room's parts of the report
