from django.apps import AppConfig


class BoardsConfig(AppConfig):
    name = "dothi.boards"
    label = "boards"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tells charts the notes, publishes its fact, forgets; opens the history that auditors read."""
        from dothi.boards import opening  # noqa: F401
        from dothi.boards.charting import notes_said
        from dothi.boards.models import OwnBoard
        from dothi.indicators import notes
        from dothi.kernel.audit.shown import show_history

        notes.tells(notes_said)
        show_history(
            "board",
            OwnBoard,
            "audit.view",
            lambda scope: OwnBoard.objects.all(),
            words="boards-field-",
        )
