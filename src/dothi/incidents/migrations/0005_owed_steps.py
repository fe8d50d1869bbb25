"""What people owe has one list now: the steps that are open in open cases stand in it."""

from django.db import migrations

OWE = """
insert into tasks_owed (kind, code, title, title_key, title_fields, path, due_at, opened_at, person_id, agency_id, unit_id, permission)
select 'step', s.id::text, '', 'tasks-owed-step',
    jsonb_build_object('code', i.code, 'number', s.number, 'do_vi', s.do_vi, 'do_en', s.do_en),
    '/incidents/' || i.code || '/', s.due_at, w.begun_at, s.owner_id, s.owner_agency_id, i.unit_id, 'incidents.work'
from incidents_step s
join incidents_incident_procedure w on w.id = s.walk_id
join incidents_incident i on i.id = w.incident_id
where s.state = 'open' and not s.optional and i.status <> 'closed' and (s.owner_id is not null or s.owner_agency_id is not null)
on conflict (kind, code) do nothing
"""


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0004_command_and_joining"),
        ("tasks", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(OWE, "delete from tasks_owed where kind = 'step'"),
    ]
