from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_cache_and_extensions")]

    operations = [
        # unlogged: a few rows every five seconds that nobody needs after a crash
        migrations.RunSQL(
            """
            create unlogged table kernel_heartbeat (
                part text primary key,
                at timestamptz not null,
                version text not null,
                status text not null constraint kernel_heartbeat_status check (status in ('ok', 'degraded', 'down')),
                lag_s double precision
            );
            """,
            "drop table kernel_heartbeat",
        ),
    ]
