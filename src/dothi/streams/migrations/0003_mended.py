"""A message can be mended before it is tried again: what came stays beside what a person made of it, with who did it."""

from django.db import migrations

UP = "alter table streams_dead_letter add column mended bytea, add column mended_by text"
DOWN = "alter table streams_dead_letter drop column mended, drop column mended_by"


class Migration(migrations.Migration):
    dependencies = [("streams", "0002_set_aside")]

    operations = [migrations.RunSQL(UP, DOWN)]
