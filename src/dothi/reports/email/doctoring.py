"""What the doctor says of mailboxes: which cannot be read, which nobody reads, and whether a receipt can leave."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator

from dothi.kernel import clock
from dothi.kernel.engines.doctor import Finding, State

SILENT = dt.timedelta(minutes=15)  # it is read every minute


def mailboxes() -> Iterator[Finding]:
    """Nothing where the database does not answer: that is a finding of its own."""
    import django
    from django.db import Error

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dothi.config.settings")
    django.setup()
    try:
        yield from _findings()
    except Error:
        return


def _findings() -> Iterator[Finding]:
    from dothi.kernel.i18n import t
    from dothi.notify.queries import has_channel
    from dothi.reports.email.models import Mailbox

    rows = list(Mailbox.objects.filter(stopped_at__isnull=True).order_by("code"))
    for one in rows:
        told = {
            "name": one.name,
            "why": t(f"error-{one.trouble}", **one.trouble_fields) if one.trouble else "",
        }
        if one.trouble:
            yield Finding(State.WRONG, "mailbox-trouble", told)
        elif one.worked_at is None or clock.now() - one.worked_at > SILENT:
            yield Finding(State.NOTE, "mailbox-silent", told)
        else:
            yield Finding(State.WELL, "mailbox", told)
    if rows and not has_channel("email"):
        yield Finding(State.NOTE, "mailbox-no-answer", {})
