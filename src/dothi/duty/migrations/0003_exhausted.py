"""Runs that are red until somebody takes them are found without walking all; an origin that was kept as a number becomes its word."""

from django.db import migrations, models

_WORDS = """
update duty_run set origin = case origin when '0' then 'live' when '1' then 'replayed' else 'simulated' end
where origin in ('0', '1', '2')
"""


class Migration(migrations.Migration):
    dependencies = [("duty", "0002_gathering")]

    operations = [
        migrations.AddIndex(
            model_name="run",
            index=models.Index(
                condition=models.Q(("state", "exhausted")), fields=["-began_at"], name="duty_run_exhausted"
            ),
        ),
        migrations.RunSQL(_WORDS, migrations.RunSQL.noop),
    ]
