from django.apps import AppConfig


class ForcesConfig(AppConfig):
    name = "dothi.forces"
    label = "forces"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Takes its part of packs, and opens the histories that auditors read, adds units to a case's report."""
        from dothi.forces import (
            following,  # noqa: F401 - units go along when cases are merged
            histories,  # noqa: F401 - opens the histories of its rows
            reported,
            run_cards,  # noqa: F401 - takes run cards of packs
            unit_kinds,  # noqa: F401 - takes kinds of units, limits and measures of packs
        )
        from dothi.incidents.reporting.parts import part

        part("forces", 46, reported.section)
