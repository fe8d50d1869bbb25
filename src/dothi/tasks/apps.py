from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "dothi.tasks"
    label = "tasks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Opens the history that auditors read; registers what the clock does."""
        from dothi.tasks import histories, jobs  # noqa: F401
