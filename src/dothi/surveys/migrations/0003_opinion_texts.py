from django.db import migrations, models


def apart(apps, schema_editor):
    """Free answers, which stood among the chosen ones, to where they are forgotten."""
    for one in apps.get_model("surveys", "Opinion").objects.exclude(values={}).select_related("consultation"):
        free = {each["code"] for each in one.consultation.questions if each["kind"] == "text"}
        one.texts = {code: said for code, said in one.values.items() if code in free}
        if one.texts:
            one.values = {code: said for code, said in one.values.items() if code not in free}
            one.save(update_fields=["values", "texts"])


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0002_fact"),
    ]

    operations = [
        migrations.AddField(
            model_name="opinion",
            name="texts",
            field=models.JSONField(default=dict),
        ),
        migrations.RunPython(apart, migrations.RunPython.noop),
    ]
