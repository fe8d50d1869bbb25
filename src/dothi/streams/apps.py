from django.apps import AppConfig


class StreamsConfig(AppConfig):
    name = "dothi.streams"
    label = "streams"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dothi.streams import retention  # noqa: F401 - registers what is forgotten every night
