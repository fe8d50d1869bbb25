"""Fills the database of a running system for the tests of the desk: a line, six units, two who answer; prints the key of the exchange."""

from __future__ import annotations

import datetime as dt

import django

UNITS = 6
SIGNS = [f"114-TH-{number:02}" for number in range(1, UNITS + 1)]


def main() -> None:
    django.setup()
    from django.db import transaction

    from dothi.accounts import actions as accounts
    from dothi.calls.models import Line
    from dothi.forces.models import Force
    from dothi.kernel import clock
    from dothi.kernel.testing import cast

    with transaction.atomic():
        people = cast.gather()
        bao, _ = accounts.invite_person(
            "bao", "Ngô Gia Bảo", agency=people.centre, password=cast.PASSWORD, temporary=False, by=None
        )
        accounts.grant_role(bao, "dispatcher", by=None, valid_from=cast.SINCE)
        Line.objects.create(
            number="114",
            valid_from=dt.date(2025, 7, 1),
            name="Cứu hỏa 114",
            service="114",
            agency=people.centre,
            unit=people.ward_a,
            source="thử",
            certainty="D",
        )
        Force.objects.bulk_create(
            Force(
                call_sign=sign,
                name=f"Xe thử {sign}",
                kind="fire-engine",
                service="114",
                agency=people.centre,
                unit=people.ward_a,
                capabilities=["pump"],
                crew=6,
                crew_minimum=4,
                home_lon=107.08,
                home_lat=10.36,
                state="available",
                state_since=clock.now(),
            )
            for sign in SIGNS
        )
        _, key = accounts.issue_key("tổng đài thử", kind="telephony", origin="replayed", by=None)
    print(key)


if __name__ == "__main__":
    main()
