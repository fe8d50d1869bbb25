from django.apps import AppConfig


class PacksConfig(AppConfig):
    name = "dothi.packs"
    label = "packs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dothi.packs import in_force, offered  # noqa: F401 - registers what loaded packs say, the lists of fields and of categories
