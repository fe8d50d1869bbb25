from pathlib import Path

from django.db import migrations

_FUNCTION = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Names in the order of the Vietnamese alphabet, in every PostgreSQL."""

    dependencies = [("kernel", "0006_retention")]

    operations = [migrations.RunSQL(_FUNCTION, "drop function vietnamese_order(text)")]
