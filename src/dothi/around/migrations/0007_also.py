"""What is to be told of one followed place remembers the follower's others that it concerns."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("around", "0006_browsers")]

    operations = [
        migrations.AddField(
            model_name="alert",
            name="also",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, size=None
            ),
        ),
    ]
