from django.db import migrations


class Migration(migrations.Migration):
    """History asked for by when it was recorded: only what was recorded far from its observation needs an index for that.

    What arrives as it is measured never enters it; see `recorded` in store/sql/history.sql.
    """

    dependencies = [("entities", "0005_log_of_heads")]

    operations = [
        migrations.RunSQL(
            "create index entities_history_apart on entities_history (entity_id, term_id, dataset_id, recorded_at)"
            " where recorded_at - observed_at < interval '-6 hours' or recorded_at - observed_at > interval '6 hours'",
            "drop index entities_history_apart",
        )
    ]
