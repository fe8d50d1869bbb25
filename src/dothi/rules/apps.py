from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "dothi.rules"
    label = "rules"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Opens the history of rules to everybody who may see the rules; keeps the log that this room has not read yet."""
        from dothi.entities.retention import keep_unread
        from dothi.kernel.audit.shown import show_history
        from dothi.rules import offered, packs  # noqa: F401 - registers the list of severities, and what packs bring
        from dothi.rules.models import Cursor, Rule

        keep_unread(Cursor._meta.db_table)

        choices = {"severity": "web-severity-", "kind": "alarms-kind-", "certainty": "certainty-"}
        show_history(
            "rule",
            Rule,
            "rules.view",
            lambda scope: Rule.objects.all(),
            words="rules-field-",
            choices=choices,
        )
