"""Letters that wait are somebody's to look at: whoever routes for the mailbox's agency, an emergency at once."""

from __future__ import annotations

from dothi.kernel import clock
from dothi.kernel.calendar import in_force
from dothi.reports import rules
from dothi.reports.email.models import Mail
from dothi.tasks import owed, working_time

KIND = "report-mail"


def renew_debt(mail: Mail) -> None:
    """Owed while it waits, settled when it was decided."""
    code = f"thu-{mail.pk}"
    if mail.state != Mail.State.ASIDE:
        owed.settle(KIND, code)
        return
    now = clock.now()
    urgent = mail.why == "emergency"
    due = now if urgent else working_time.after_hours(now, rules.value("mail-hours"), in_force()).at
    owed.owe(
        KIND, code, path="/reports/mail/", due_at=due, permission="reports.route", title_key=f"reports-mail-owed-{mail.why}",
        title_fields={}, agency_id=mail.mailbox.agency_id,
    )  # fmt: skip
