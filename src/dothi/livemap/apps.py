from django.apps import AppConfig


class LivemapConfig(AppConfig):
    name = "dothi.livemap"
    label = "livemap"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tells the screens of entities what the rules know of values: levels of the index, limits in force."""
        from dothi.livemap import judging  # noqa: F401
