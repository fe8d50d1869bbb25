from pathlib import Path

from django.db import migrations

_TABLES = Path(__file__).with_name("0008_declared_types.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Types as packs declare them, and what is doubted of values that came."""

    dependencies = [("entities", "0007_words")]

    operations = [
        migrations.RunSQL(
            _TABLES,
            "drop table entities_complaint, entities_declared_type; drop sequence entities_declared_type_revision",
        )
    ]
