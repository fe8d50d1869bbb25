from django.apps import AppConfig


class ShiftbookConfig(AppConfig):
    name = "dothi.shiftbook"
    label = "shiftbook"
    default_auto_field = "django.db.models.BigAutoField"
