from django.apps import AppConfig


class EntitiesConfig(AppConfig):
    name = "dothi.entities"
    label = "entities"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dothi.entities import retention  # noqa: F401 - registers what is forgotten every night
