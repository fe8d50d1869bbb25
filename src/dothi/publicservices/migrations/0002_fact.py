"""The view of facts (see the statement beside it)."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

VIEW = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


def _of(table: str) -> models.ForeignKey:
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=table
    )


class Migration(migrations.Migration):
    dependencies = [("publicservices", "0001_initial")]

    operations = [
        migrations.RunSQL(VIEW, "drop view publicservices_fact"),
        migrations.CreateModel(
            name="Fact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=80)),
                ("received_on", models.DateField()),
                ("changed_at", models.DateTimeField()),
                ("agency", _of("accounts.agency")),
                ("unit", _of("territory.unit")),
            ],
            options={"db_table": "publicservices_fact", "managed": False},
        ),
    ]
