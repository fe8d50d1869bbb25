from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "dothi.territory"
    label = "territory"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Opens the history of units and groups: reference data, the same for everybody who may see the territory."""
        from dothi.kernel.audit.shown import show_history
        from dothi.territory import jobs, offered  # noqa: F401 - register the task and the list
        from dothi.territory.models import Unit, UnitGroup

        words = "territory-field-"
        levels = {"level": "territory-level-"}
        show_history(
            "unit", Unit, "territory.view", lambda scope: Unit.objects.all(), words=words, choices=levels
        )
        show_history("group", UnitGroup, "territory.view", lambda scope: UnitGroup.objects.all(), words=words)
