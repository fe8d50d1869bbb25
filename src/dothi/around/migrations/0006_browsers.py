"""A follower may be a browser, whose subscription is longer than a number."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("around", "0005_wants")]

    operations = [
        migrations.AlterField(model_name="watch", name="address", field=models.CharField(max_length=1000)),
    ]
