"""The view of facts says under a name without a person that a result went to the citizen's store: formulas may read it."""

from pathlib import Path

from django.db import migrations

VIEW = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
BEFORE = Path(__file__).with_name("0002_fact.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("publicservices", "0004_open_by_state")]

    operations = [migrations.RunSQL(VIEW, "drop view publicservices_fact;" + BEFORE)]
