from django.apps import AppConfig


class CrewsConfig(AppConfig):
    name = "dothi.crews"
    label = "crews"
    default_auto_field = "django.db.models.BigAutoField"
