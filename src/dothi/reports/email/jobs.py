"""Every minute each mailbox is read, by a job of its own: one that hangs holds up no other."""

from __future__ import annotations

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from dothi.kernel.audit.context import change
from dothi.reports.email import reading
from dothi.reports.email.models import Mailbox


@app.periodic(cron="* * * * *")
@app.task(name="reports.mailboxes", queueing_lock="reports.mailboxes")
def read_mailboxes(timestamp: int) -> None:
    """One whose last reading still waits or runs is left alone."""
    for pk in Mailbox.objects.filter(stopped_at__isnull=True).values_list("pk", flat=True):
        job = read_mailbox.configure(lock=f"reports.mailbox {pk}", queueing_lock=f"reports.mailbox {pk}")
        try:
            job.defer(mailbox_id=pk)
        except AlreadyEnqueued:
            continue


@app.task(name="reports.mailbox")
def read_mailbox(mailbox_id: int) -> None:
    """What is in the way stands at the mailbox."""
    mailbox = Mailbox.objects.filter(pk=mailbox_id, stopped_at__isnull=True).first()
    if mailbox is not None:
        with change(source="job:reports"):
            reading.run(mailbox)
