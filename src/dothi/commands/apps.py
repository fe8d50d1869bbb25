from django.apps import AppConfig


class CommandsConfig(AppConfig):
    name = "dothi.commands"
    label = "commands"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Takes its part of packs, and opens the history that auditors read."""
        from dothi.commands import packs  # noqa: F401 - registers what this room takes of a pack
        from dothi.commands.models import Channel, Command
        from dothi.kernel.audit.shown import show_history

        show_history(
            "command",
            Command,
            "entities.view",
            lambda scope: scope.restrict(Command.objects.all()),
            words="commands-field-",
            choices={
                "state": "commands-state-",
                "risk": "commands-risk-",
                "shown_by": "commands-shown-",
            },
        )
        show_history(
            "channel",
            Channel,
            "connectors.view",
            lambda scope: scope.restrict(Channel.objects.all()),
            words="commands-field-",
            choices={"kind": "commands-"},
        )
