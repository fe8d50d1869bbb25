"""A message to an address may go to a browser, whose subscription is longer than a number."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notify", "0003_by_address")]

    operations = [
        migrations.AlterField(
            model_name="message", name="address", field=models.CharField(blank=True, max_length=1000)
        ),
    ]
