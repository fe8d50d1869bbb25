from django.db import migrations


class Migration(migrations.Migration):
    """Places that are no points, by themselves: a query by distance looks at these few before it tests the points in SQL."""

    dependencies = [("entities", "0009_acts")]

    operations = [
        migrations.RunSQL(
            "create index entities_entity_shape on entities_entity using gist (place)"
            " where place is not null and not (place[0] ~= place[1])",
            "drop index entities_entity_shape",
        )
    ]
