from pathlib import Path

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

_INDEXES = Path(__file__).with_name("0002_indexes.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Indexes of reads: attributes by name, ended attributes, words in ids and names."""

    dependencies = [("entities", "0001_initial")]

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(
            _INDEXES,
            "drop index if exists entities_attribute_name_words, entities_entity_urn_words, entities_history_ends,"
            " entities_attribute_term; drop function if exists entities_folded",
        ),
    ]
