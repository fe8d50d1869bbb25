from pathlib import Path

from django.db import migrations

_TABLES = Path(__file__).with_name("0014_scope_roots.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Entities are found by scope: who is limited to one does not read all of its tenant."""

    dependencies = [("entities", "0013_heads")]

    operations = [
        migrations.RunSQL(
            _TABLES,
            "drop statistics entities_entity_scopes; drop index entities_entity_above; drop function entities_above(text[])",
        )
    ]
