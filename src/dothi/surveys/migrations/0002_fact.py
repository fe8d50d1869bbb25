"""The view of facts (see the statement beside it)."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

VIEW = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
COUNTS = ("served", "invited", "delivered", "by_link", "answered", "judged", "satisfied")


def _of(table: str) -> models.ForeignKey:
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=table
    )


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial")]

    operations = [
        migrations.RunSQL(VIEW, "drop view surveys_fact"),
        migrations.CreateModel(
            name="Fact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("survey", models.CharField(max_length=60)),
                ("service", models.CharField(max_length=120)),
                ("month", models.DateField()),
                ("simulated", models.BooleanField()),
                *[(f"n_{name}", models.BigIntegerField()) for name in COUNTS],
                ("agency", _of("accounts.agency")),
                ("unit", _of("territory.unit")),
            ],
            options={"db_table": "surveys_fact", "managed": False},
        ),
    ]
