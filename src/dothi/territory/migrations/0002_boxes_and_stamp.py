"""What the ORM cannot say: the box index over areas, and the stamp that tells every process that the territory changed."""

from django.db import migrations

BOXES = """
create index territory_unit_area_box on territory_unit_area using gist (box(point(west, south), point(east, north)));
"""

# The stamp is random, not a counter: a rolled-back change must never leave a number that a later change uses again.
STAMP = """
create table territory_stamp (
    only_row boolean primary key default true check (only_row),
    stamp uuid not null,
    changed_at timestamptz not null
);
insert into territory_stamp (stamp, changed_at) values (gen_random_uuid(), now());

create function territory_stamp_anew() returns trigger language plpgsql as $$
begin
    update territory_stamp set stamp = gen_random_uuid(), changed_at = now();
    return null;
end $$;

create trigger territory_unit_stamp after insert or update or delete or truncate on territory_unit
    for each statement execute function territory_stamp_anew();
create trigger territory_unit_area_stamp after insert or update or delete or truncate on territory_unit_area
    for each statement execute function territory_stamp_anew();
"""

UNDO_STAMP = """
drop trigger territory_unit_area_stamp on territory_unit_area;
drop trigger territory_unit_stamp on territory_unit;
drop function territory_stamp_anew();
drop table territory_stamp;
"""


class Migration(migrations.Migration):
    dependencies = [("territory", "0001_initial"), ("kernel", "0002_cache_and_extensions")]

    operations = [
        migrations.RunSQL(BOXES, "drop index territory_unit_area_box"),
        migrations.RunSQL(STAMP, UNDO_STAMP),
    ]
