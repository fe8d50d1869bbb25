from pathlib import Path

from django.db import migrations

_TABLES = Path(__file__).with_name("0001_tables.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """The tables of the hot path: written by SQL, read by SQL, no models."""

    initial = True
    dependencies = []

    operations = [
        migrations.RunSQL(
            _TABLES,
            "drop function entities_make_month; drop table entities_flush, entities_history, entities_attribute,"
            " entities_entity, entities_source, entities_term",
        )
    ]
