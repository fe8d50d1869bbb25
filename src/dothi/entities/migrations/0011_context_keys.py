from django.db import migrations


class Migration(migrations.Migration):
    """Whose a hosted @context is: another key must not take it away from those who read and write by it."""

    dependencies = [("entities", "0010_shapes")]

    operations = [
        migrations.RunSQL(
            "alter table entities_context add column key_id text",
            "alter table entities_context drop column key_id",
        )
    ]
