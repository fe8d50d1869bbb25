"""What an import may write is a whole scope (units and agencies), no longer a list of units alone."""

from __future__ import annotations

from django.db import migrations, models

_KEEP = """
update connectors_import set reach = jsonb_build_array(jsonb_build_array(to_jsonb(allowed_units), null))
where allowed_units is not null
"""


class Migration(migrations.Migration):
    dependencies = [("connectors", "0001_initial")]

    operations = [
        migrations.AddField("import", "reach", models.JSONField(null=True)),
        migrations.RunSQL(_KEEP, migrations.RunSQL.noop),
        migrations.RemoveField("import", "allowed_units"),
    ]
