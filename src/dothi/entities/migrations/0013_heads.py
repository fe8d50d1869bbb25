from pathlib import Path

from django.db import migrations

_TABLES = Path(__file__).with_name("0013_heads.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """What entities were before: types, scopes and agency have a history, too."""

    dependencies = [("entities", "0012_context_tenants")]

    operations = [
        migrations.RunSQL(
            _TABLES,
            "drop view entities_state; drop trigger entities_keep_head on entities_entity; drop function entities_keep_head();"
            " drop table entities_head; alter table entities_entity drop column withdrawn_at",
        )
    ]
