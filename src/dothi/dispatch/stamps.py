"""How the rows stand that a list of the desk is made of, by one statement (`sql/stamps.sql`): equal stamps, equal rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable

from django.db import connection

from dothi.calls.understanding.likeness import SURGE_MINUTES
from dothi.dispatch.queries import DECLINED_FOR
from dothi.kernel import clock
from dothi.kernel.sql import statement


def of(name: str) -> Hashable:
    """The stamp of `cases`, `waiting` or `places`, as the rows stand now; of this database alone."""
    now = clock.now()
    asked = {
        "now": now,
        "declined_since": now - DECLINED_FOR,
        "surges_since": now - dt.timedelta(minutes=SURGE_MINUTES),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement("dothi.dispatch", "sql/stamps.sql", name), asked)
        found = cursor.fetchone()
    held = connection.settings_dict
    return repr((held["HOST"], held["PORT"], held["NAME"], found))
