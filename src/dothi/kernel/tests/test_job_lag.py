"""How far the job queue is behind: the wait of the oldest job that could run."""

from __future__ import annotations

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from dothi.kernel.sql import statement


def _lag_s() -> float:
    with connection.cursor() as cursor:
        cursor.execute(statement("dothi.kernel", "jobs.sql", "lag"))
        return float(cursor.fetchone()[0])


@pytest.mark.django_db
def test_a_waiting_job_counts_and_a_later_one_does_not() -> None:
    assert _lag_s() == 0.0
    task = app.configure_task("accounts.every_night", allow_unknown=True)
    task.defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_events set at = now() - interval '70 seconds'")
        assert _lag_s() >= 70
        cursor.execute("update procrastinate_jobs set scheduled_at = now() + interval '1 hour'")
        assert _lag_s() == 0.0
