from django.apps import AppConfig


class WarningsConfig(AppConfig):
    name = "dothi.warnings"
    label = "warnings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Opens the history that auditors read."""
        from dothi.kernel.audit.shown import show_history
        from dothi.warnings.models import PublicWarning
        from dothi.warnings.queries import visible

        show_history(
            "warning",
            PublicWarning,
            "warnings.view",
            visible,
            words="warnings-field-",
            choices={
                name: f"warnings-{name}-"
                for name in ("state", "status", "kind", "category", "urgency", "severity", "certainty")
            },
        )
