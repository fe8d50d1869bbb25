from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "dothi.tasks"
    label = "tasks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Opens the history that auditors read; registers what the clock does and forgets."""
        from dothi.tasks import files, histories, jobs  # noqa: F401
