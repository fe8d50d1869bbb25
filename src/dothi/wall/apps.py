from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class WallConfig(AppConfig):
    name = "dothi.wall"
    label = "wall"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keeps the rows that a new version brings, and opens the histories that auditors read."""
        from dothi.kernel.audit.shown import show_history
        from dothi.wall.models import Banner, Scene, Wall
        from dothi.wall.queries import visible

        post_migrate.connect(_seed, sender=self)
        show_history("wall", Wall, "wall.view", visible, words="wall-field-")
        show_history("scene", Scene, "wall.view", lambda scope: Scene.objects.all(), words="wall-field-")
        show_history("banner", Banner, "wall.view", lambda scope: Banner.objects.all(), words="wall-field-")


def _seed(using: str, **_: Any) -> None:
    from django.db import connections

    if "wall_scene" in connections[using].introspection.table_names():  # not after a migration backwards
        from dothi.wall.rules import ensure_rules

        ensure_rules()
