"""The map's summary knows what is simulated or played back. It is a summary alone: made anew from the reports themselves."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# as public/mapping.py: a level's cells are an eighth of a tile
_FILL = """
insert into reports_map_cell (level, x, y, category, state, origin, number)
select level, floor((lon + 180) / step)::int, floor((lat + 90) / step)::int, category, state, origin, count(*)
from reports_report cross join (select level, 360 / 2 ^ (level + 3) as step from unnest(array[5, 7, 9, 11, 13]) as level) as levels
where released_at is not null and state <> 'merged' and lon is not null
group by 1, 2, 3, 4, 5, 6
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0020_answered_when_public")]

    operations = [
        pgtrigger.migrations.RemoveTrigger(model_name="report", name="note_on_map"),
        migrations.DeleteModel(name="MapCell"),
        migrations.DeleteModel(name="MapChange"),
        migrations.CreateModel(
            name="MapCell",
            fields=[
                ("level", models.SmallIntegerField()),
                ("x", models.IntegerField()),
                ("y", models.IntegerField()),
                ("category", models.CharField(max_length=120)),
                ("state", models.CharField(max_length=10)),
                ("origin", models.SmallIntegerField()),
                ("number", models.IntegerField()),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "level",
                        "x",
                        "y",
                        "category",
                        "state",
                        "origin",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
            ],
            options={"db_table": "reports_map_cell"},
        ),
        migrations.CreateModel(
            name="MapChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("lon", models.FloatField()),
                ("lat", models.FloatField()),
                ("category", models.CharField(max_length=120)),
                ("state", models.CharField(max_length=10)),
                ("origin", models.SmallIntegerField()),
                ("number", models.SmallIntegerField()),
            ],
            options={"db_table": "reports_map_change"},
        ),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name="report",
            trigger=pgtrigger.compiler.Trigger(
                name="note_on_map",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    if tg_op <> 'INSERT' and old.released_at is not null and old.state <> 'merged' and old.lon is not null then\n        insert into reports_map_change (lon, lat, category, state, origin, number)\n            values (old.lon, old.lat, old.category, old.state, old.origin, -1);\n    end if;\n    if tg_op <> 'DELETE' and new.released_at is not null and new.state <> 'merged' and new.lon is not null then\n        insert into reports_map_change (lon, lat, category, state, origin, number)\n            values (new.lon, new.lat, new.category, new.state, new.origin, 1);\n    end if;\n    return null;\n",
                    hash="a8f2b08e72f280b2ce89e93d02b44d2018cf76d4",
                    operation='INSERT OR DELETE OR UPDATE OF "released_at", "state", "category", "lon", "lat"',
                    pgid="pgtrigger_note_on_map_be1f7",
                    table="reports_report",
                    when="AFTER",
                ),
            ),
        ),
    ]
