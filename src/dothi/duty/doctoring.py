"""What the doctor says of duty: does every policy in use end at a person, has a roster a gap in the next week."""

from __future__ import annotations

import os
from collections.abc import Iterator

from dothi.kernel import clock
from dothi.kernel.engines.doctor import Finding, State


def duty() -> Iterator[Finding]:
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
    from dothi.duty import policies, queries
    from dothi.duty.models import Roster

    rosters = list(Roster.objects.filter(patterns__isnull=False).distinct().order_by("code"))
    endless = policies.endless()
    for policy in endless:
        # a new city has yet to arrange who is on duty; one that did so must not go without
        yield Finding(State.WRONG if rosters else State.NOTE, "duty-endless", {"policy": policy.name_vi})
    now, gaps = clock.now(), 0
    for roster in rosters:
        for gap in queries.gaps_of(roster, now, now + queries.AHEAD)[:1]:
            gaps += 1
            at = f"{gap.begin.astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}"
            yield Finding(State.NOTE, "duty-gap", {"roster": roster.name_vi, "at": at})
    if not endless and not gaps:
        yield Finding(State.WELL, "duty")
