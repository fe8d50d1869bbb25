"""An answer keeps a deadline once it is public: what waits for review has none yet, and what was published before this version was
answered at the moment of its publishing line. Months were told by those lines, which stay."""

from __future__ import annotations

from typing import Any

import pghistory
from django.db import migrations

_WAITS = "update reports_report set answered_at = null where state = 'answered' and answered_at is not null"
# answered and published by one press are one moment, though the line is a blink later
_PUBLIC = """
update reports_report r set answered_at = l.recorded_at
from (select distinct on (report_id) report_id, recorded_at from reports_line where what = 'publish' order by report_id, id desc) l
where l.report_id = r.id and r.answered_at is not null and r.answered_at < l.recorded_at - interval '1 second'
"""
_WHY = "Trả lời được tính từ lúc công khai, không từ lúc chờ duyệt"


def tell_when_public(apps: Any, schema_editor: Any) -> None:
    with (
        pghistory.context(source="migration", reason=_WHY),
        schema_editor.connection.cursor() as cursor,
    ):
        cursor.execute(_WAITS)
        cursor.execute(_PUBLIC)


class Migration(migrations.Migration):
    dependencies = [("reports", "0019_mailboxes")]

    operations = [migrations.RunPython(tell_when_public, migrations.RunPython.noop)]
