"""Every five minutes each endpoint is asked for its news and handed ours."""

from __future__ import annotations

from procrastinate.contrib.django import app

from dothi.kernel.audit.context import change
from dothi.reports.open311 import exchange
from dothi.reports.open311.models import Endpoint


@app.periodic(cron="*/5 * * * *")
@app.task(
    name="reports.open311-exchange", queueing_lock="reports.open311-exchange", lock="reports.open311-exchange"
)
def exchange_all(timestamp: int) -> None:
    """One after the other: what goes wrong with one stands at it."""
    with change(source="job:reports"):
        for endpoint in Endpoint.objects.filter(stopped_at__isnull=True).order_by("pk"):
            exchange.run(endpoint)
