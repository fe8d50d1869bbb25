from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("connectors", "0002_reach"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="file_forgotten_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="import",
            name="state",
            field=models.CharField(
                choices=[
                    ("uploaded", "Uploaded"),
                    ("queued", "Queued"),
                    ("running", "Running"),
                    ("done", "Done"),
                    ("failed", "Failed"),
                    ("stopped", "Stopped"),
                ],
                default="uploaded",
                max_length=10,
            ),
        ),
    ]
