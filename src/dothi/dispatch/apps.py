from django.apps import AppConfig


class DispatchConfig(AppConfig):
    name = "dothi.dispatch"
    label = "dispatch"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Takes the targets that packs bring, opens their history to everybody who sees calls, adds the clocks to a case's report."""
        from dothi.dispatch.clocks import reported, targets  # noqa: F401 - registers what packs bring
        from dothi.dispatch.models import Target
        from dothi.incidents.reporting.parts import part
        from dothi.kernel.audit.shown import show_history

        part("clocks", 40, reported.section)

        show_history(
            "target",
            Target,
            "calls.view",
            lambda scope: Target.objects.all(),
            words="dispatch-field-",
            choices={"measure": "dispatch-clock-", "certainty": "certainty-"},
        )
