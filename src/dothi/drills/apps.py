from django.apps import AppConfig


class DrillsConfig(AppConfig):
    name = "dothi.drills"
    label = "drills"
    default_auto_field = "django.db.models.BigAutoField"
