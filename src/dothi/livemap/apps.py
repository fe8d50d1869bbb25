from django.apps import AppConfig


class LivemapConfig(AppConfig):
    name = "dothi.livemap"
    label = "livemap"
    default_auto_field = "django.db.models.BigAutoField"
