from django.apps import AppConfig


class EntitiesConfig(AppConfig):
    name = "dothi.entities"
    label = "entities"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dothi.entities import offered, retention  # noqa: F401 - what is shared, what is forgotten every night
