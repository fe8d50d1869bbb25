from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "dothi.incidents"
    label = "incidents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dothi.incidents import (
            events,  # noqa: F401 - registers what this room hears
            offered,  # noqa: F401 - registers the list of categories
        )
