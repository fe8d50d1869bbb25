from pathlib import Path

from django.db import migrations

_TABLES = Path(__file__).with_name("0007_words.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Ids and names as they are searched, beside the entities."""

    dependencies = [("entities", "0006_history_by_record")]

    operations = [
        migrations.RunSQL(
            _TABLES,
            "drop trigger entities_tell_words on entities_entity; drop function entities_tell_words();"
            " drop table entities_words; drop function entities_words_of(text)",
        )
    ]
