"""The view that formulas read (see the statement beside it)."""

from pathlib import Path

from django.db import migrations

VIEW = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("boards", "0001_initial")]

    operations = [migrations.RunSQL(VIEW, "drop view if exists boards_opening_fact")]
