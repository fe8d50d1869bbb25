from pathlib import Path

from django.db import migrations

_TABLES = Path(__file__).with_name("0003_contexts.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """@contexts that are hosted or kept, and the names of tenants."""

    dependencies = [("entities", "0002_indexes")]
    operations = [migrations.RunSQL(_TABLES, "drop table entities_tenant, entities_context")]
