from django.db import migrations


class Migration(migrations.Migration):
    """A hosted @context belongs to a tenant (CIM 009 §5.5.10); one that was fetched holds for a time (§5.13.1)."""

    dependencies = [("entities", "0011_context_keys")]

    operations = [
        migrations.RunSQL(
            "alter table entities_context add column tenant_id smallint not null default 0,"
            " add column expires_at timestamptz",
            "alter table entities_context drop column tenant_id, drop column expires_at",
        )
    ]
