"""Followers want whole topics or kinds of them: a word for each takes the place of the list of topics."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("around", "0004_guide")]

    operations = [
        migrations.AddField(
            model_name="watch",
            name="wants",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=140), default=list, size=None
            ),
            preserve_default=False,
        ),
        migrations.RunSQL(
            "UPDATE around_watch SET wants = ARRAY(SELECT topic || ':' FROM unnest(topics) topic)",
            "UPDATE around_watch SET topics = ARRAY(SELECT DISTINCT split_part(want, ':', 1) FROM unnest(wants) want)",
        ),
        migrations.RemoveIndex(model_name="watch", name="around_watches_of_topic"),
        migrations.RemoveField(model_name="watch", name="topics"),
        migrations.AddIndex(
            model_name="watch",
            index=django.contrib.postgres.indexes.GinIndex(fields=["wants"], name="around_watches_who_want"),
        ),
    ]
