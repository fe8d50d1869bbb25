from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_codes")]

    operations = [
        # unlogged: counts of a few minutes, one statement for every form that is sent; room in each page for the next count
        migrations.RunSQL(
            """
            create unlogged table reports_knock (
                digest text primary key,
                knocks integer not null,
                ends_at timestamptz not null
            ) with (fillfactor = 60);
            """,
            "drop table reports_knock",
        ),
    ]
