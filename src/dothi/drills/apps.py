from django.apps import AppConfig


class DrillsConfig(AppConfig):
    name = "dothi.drills"
    label = "drills"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Opens the history of drills, and says how long a copy is kept after the end."""
        from dothi.drills import retention  # noqa: F401 - registers the time of keeping
        from dothi.drills.models import Drill
        from dothi.drills.queries import visible
        from dothi.kernel.audit.shown import show_history

        show_history(
            "drill", Drill, "drills.view", visible, words="drills-field-", choices={"state": "drills-state-"}
        )
