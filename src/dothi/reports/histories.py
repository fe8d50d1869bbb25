"""Whose versions can be read: reports, without their words and their place, by those who see the report."""

from __future__ import annotations

from django.db.models import QuerySet

from dothi.kernel.audit.shown import show_history
from dothi.kernel.permissions import Scope
from dothi.reports.email.models import Mailbox
from dothi.reports.models import Report
from dothi.reports.queries import visible

show_history(
    "report",
    Report,
    "reports.view",
    visible,
    words="reports-field-",
    choices={"state": "reports-state-", "process": "reports-process-", "door": "reports-door-"},
)


def _mailboxes(scope: Scope) -> QuerySet[Mailbox]:
    return Mailbox.objects.all() if scope.everywhere else Mailbox.objects.none()


show_history("mailbox", Mailbox, "reports.manage", _mailboxes, words="reports-mailbox-field-")
