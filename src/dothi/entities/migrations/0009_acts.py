import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What people do to data and to its delivery."""

    dependencies = [
        ("entities", "0008_declared_types"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Act",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        max_length=10,
                        choices=[
                            ("pause", "Pause"),
                            ("resume", "Resume"),
                            ("again", "Again"),
                            ("correct", "Correct"),
                        ],
                    ),
                ),
                ("subject", models.CharField(max_length=1000)),
                ("detail", models.JSONField(default=dict)),
                ("reason", models.CharField(max_length=500, blank=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "entities_act",
                "indexes": [models.Index(fields=["subject", "at"], name="act_by_subject")],
            },
        )
    ]
