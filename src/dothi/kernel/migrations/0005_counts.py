from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_audit")]

    operations = [
        # what a loop has counted since its process began, for /metrics: the process that answers there is another one
        migrations.RunSQL(
            "alter table kernel_heartbeat add column counts jsonb not null default '{}'",
            "alter table kernel_heartbeat drop column counts",
        ),
    ]
