"""The view of facts tells the origin of each line (see the statement beside it)."""

from pathlib import Path

from django.db import migrations, models

VIEW = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("surveys", "0003_opinion_texts")]

    operations = [
        # backwards, the column stays: a view cannot lose one that others may read, and 0002 drops it whole
        migrations.RunSQL(VIEW, migrations.RunSQL.noop),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddField(
                    "fact", "origin", models.PositiveSmallIntegerField(default=0), preserve_default=False
                )
            ]
        ),
    ]
