from pathlib import Path

from django.db import migrations

_TABLES = Path(__file__).with_name("0004_subscriptions.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    """Subscriptions, their queues and the reader's place in the log."""

    dependencies = [("entities", "0003_contexts")]

    operations = [
        migrations.RunSQL(
            _TABLES,
            "drop table entities_notification, entities_subscription_cursor, entities_subscription_state,"
            " entities_subscription; drop sequence entities_subscription_revision",
        )
    ]
