from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "dothi.rules"
    label = "rules"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Opens the history of rules to everybody who may see the rules."""
        from dothi.kernel.audit.shown import show_history
        from dothi.rules.models import Rule

        choices = {"severity": "web-severity-", "kind": "alarms-kind-", "certainty": "rules-certainty-"}
        show_history(
            "rule",
            Rule,
            "rules.view",
            lambda scope: Rule.objects.all(),
            words="rules-field-",
            choices=choices,
        )
