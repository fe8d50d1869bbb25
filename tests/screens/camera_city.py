"""Puts a camera of the centre at the address given, a case and an alarm beside it into the database; prints the case's code and the alarm's id."""

from __future__ import annotations

import sys

import django


def main(address: str) -> None:
    django.setup()
    from dothi.accounts.models import Agency, Person
    from dothi.cameras import actions, rules
    from dothi.cameras.actions import Described
    from dothi.cameras.models import CameraRule
    from dothi.incidents.actions import open_incident
    from dothi.kernel import clock
    from dothi.rules.alarms.models import Alarm
    from dothi.territory.models import Unit

    rules.ensure_rules()
    CameraRule.objects.create(
        code="abandoned-seconds", value=3, valid_from=clock.today(), source="thử nghiệm", certainty="D"
    )
    ward, alarm = Unit.objects.get(name="An Hải"), Alarm.objects.get()
    for code, north in (("cho-1", 0.0005), ("cho-2", 0.0010)):
        told = Described(
            f"Cổng chợ An Hải {code[-1]}", Agency.objects.get(code="ioc"), alarm.lon, alarm.lat + north, ward,
            groups=("cho",), purposes=("incident", "verify"),
        )  # fmt: skip
        actions.take_in(code, address, told, by=None)
    case = open_incident(
        title="Khói ở chợ", kind="fire", severity="high", by=Person.objects.get(username="minh"), unit_id=ward.pk,
        lon=alarm.lon, lat=alarm.lat,
    )  # fmt: skip
    print(case.code, alarm.pk)


if __name__ == "__main__":
    main(sys.argv[1])
