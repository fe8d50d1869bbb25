from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "dothi.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Opens the history of times of keeping to whoever sees their screen."""
        from dothi.kernel.audit.shown import show_history
        from dothi.kernel.models import RetentionRule

        show_history(
            "retention",
            RetentionRule,
            "system.view",
            lambda scope: RetentionRule.objects.all(),
            words="web-retention-field-",
            choices={"code": "web-system-kept-", "certainty": "certainty-"},
        )
