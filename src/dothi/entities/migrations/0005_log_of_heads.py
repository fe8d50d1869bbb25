from django.db import migrations


class Migration(migrations.Migration):
    """The log names what history does not show: entities that came or went, attributes that a withdrawal ended."""

    dependencies = [("entities", "0004_subscriptions")]

    operations = [
        migrations.RunSQL(
            # `created`, `deleted`: entities. `ended`: entity, term, dataset, entity, term, dataset …
            # All null in what a plain update writes.
            "alter table entities_flush add created bigint[], add deleted bigint[], add ended bigint[]",
            "alter table entities_flush drop created, drop deleted, drop ended",
        )
    ]
