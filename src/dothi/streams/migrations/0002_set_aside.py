"""A message that nobody will mend can be set aside, with who did it; counts by reason stay fast with ten thousand of them."""

from django.db import migrations

UP = """
alter table streams_dead_letter add column set_aside_by text;
create index streams_dead_letter_open on streams_dead_letter (reason, received_at desc) where settled_at is null;
"""
DOWN = "drop index streams_dead_letter_open; alter table streams_dead_letter drop column set_aside_by"


class Migration(migrations.Migration):
    dependencies = [("streams", "0001_initial")]

    operations = [migrations.RunSQL(UP, DOWN)]
