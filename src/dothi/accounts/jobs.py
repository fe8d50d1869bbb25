"""What happens to accounts by itself, once a day (Procrastinate; see `dothi worker --jobs`)."""

from __future__ import annotations

import logging

from django.contrib.sessions.models import Session
from procrastinate.contrib.django import app

from dothi.accounts import actions, queries
from dothi.accounts.models import Person
from dothi.kernel import clock, settings
from dothi.kernel.audit import verify
from dothi.kernel.audit.context import change
from dothi.kernel.i18n import t

logger = logging.getLogger(__name__)


@app.periodic(cron="15 18 * * *")  # 01:15 in Viet Nam
@app.task(name="accounts.every_night", queueing_lock="accounts.every_night")
def every_night(timestamp: int) -> None:
    """Switches unused accounts off, drops ended sessions, checks the audit chain and notes its head."""
    disable_unused()
    Session.objects.filter(expire_date__lt=clock.now()).delete()
    check_audit()


def disable_unused() -> int:
    """Accounts unused for 45 days are switched off (TCVN 14423:2026 §5.6); the last administrator never. Returns how many."""
    with change(source="job:accounts", reason=t("accounts-unused-reason", "vi")):
        idle = Person.objects.filter(queries.unused(), is_active=True)
        return sum(actions.disable_unused(person) for person in idle)


def check_audit() -> bool:
    """Verifies the whole chain; a broken one is logged as an error, which the doctor and the log watcher show."""
    heads = settings.data_folder() / "audit" / "heads.jsonl"
    report = verify.verify(heads)
    if report.intact:
        verify.note_head(heads, report)
    else:
        logger.error(
            "audit chain is broken",
            extra={"findings": len(report.findings), "first": str(report.findings[0])},
        )
    return report.intact
