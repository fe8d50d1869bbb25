from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "dothi.indicators"
    label = "indicators"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Takes its part of packs, and opens the histories that auditors read."""
        from dothi.indicators import packs, retention  # noqa: F401 - registers what this room takes of a pack, and forgets
        from dothi.indicators.models import Indicator, Report
        from dothi.kernel.audit.shown import show_history

        show_history(
            "indicator",
            Indicator,
            "indicators.view",
            lambda scope: Indicator.objects.all(),
            words="indicators-field-",
            choices={"certainty": "certainty-", "over": "indicators-over-", "better": "indicators-better-"},
        )
        show_history(
            "report",
            Report,
            "indicators.view",
            lambda scope: scope.restrict(Report.objects.all()),
            words="indicators-field-",
            choices={"state": "indicators-report-"},
        )
