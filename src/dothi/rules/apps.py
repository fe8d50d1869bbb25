from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RulesConfig(AppConfig):
    name = "dothi.rules"
    label = "rules"
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """The tables of alarms, dry runs, schedules and areas stand in their own modules."""
        super().import_models()
        import_module("dothi.rules.alarms.models")
        import_module("dothi.rules.derived.formulas.models")
        import_module("dothi.rules.dryrun.models")
        import_module("dothi.rules.gathering.models")
        import_module("dothi.rules.schedules.models")

    def ready(self) -> None:
        """Opens the history of rules and of guides to everybody who may see the rules; keeps the log that this room has not read yet."""
        from dothi.entities.retention import keep_unread
        from dothi.kernel import calendar
        from dothi.kernel.audit.shown import show_history
        from dothi.rules import offered, packs  # noqa: F401 - registers the list of severities, and what packs bring
        from dothi.rules.alarms.models import AlarmGuide
        from dothi.rules.derived.formulas import packs as formulas  # noqa: F401 - the formulas that packs bring
        from dothi.rules.dryrun import jobs, retention  # noqa: F401 - registers the task and what is forgotten at night
        from dothi.rules.models import Cursor, Rule
        from dothi.rules.proving import packs as proofs  # noqa: F401 - the proofs that packs give of their rules
        from dothi.rules.schedules.queries import calendar_now

        calendar.comes_from(calendar_now)
        keep_unread(Cursor._meta.db_table)
        post_migrate.connect(_seed, sender=self)

        choices = {"severity": "web-severity-", "kind": "alarms-kind-", "certainty": "certainty-"}
        show_history(
            "rule",
            Rule,
            "rules.view",
            lambda scope: Rule.objects.all(),
            words="rules-field-",
            choices=choices,
        )
        show_history(
            "alarm-guide",
            AlarmGuide,
            "rules.view",
            lambda scope: AlarmGuide.objects.all(),
            words="alarms-guide-field-",
            choices={"code": "alarms-guide-", "certainty": "certainty-"},
        )


def _seed(using: str, **_: Any) -> None:
    """Figures of alarms that a new version brings."""
    from django.db import connections

    tables = connections[using].introspection.table_names()
    if "rules_alarm_guide" in tables:  # not after a migration backwards
        from dothi.rules.alarms import guides

        guides.ensure_guides()
