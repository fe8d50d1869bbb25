"""Makes the city's emergency desk: lines, three fire engines, the emergency pack. Prints the key of the exchange that rings it."""

from __future__ import annotations

import django

HOME = (107.0843, 10.3460)  # of the first engine; the others live a kilometre apart, northwards
ENGINES = ("114-VT-01", "114-VT-02", "114-VT-03")


def main() -> None:
    django.setup()
    from dothi.accounts.actions.keys import issue_key
    from dothi.accounts.models import Agency
    from dothi.calls.models import Line
    from dothi.calls.understanding.streets import keep
    from dothi.kernel.testing.cast import SINCE
    from dothi.packs.actions import find_folder, load_pack
    from dothi.territory.models import Unit

    load_pack(find_folder("emergency"), by=None)
    centre = Agency.objects.get(code="ioc")
    Line.objects.create(
        number="114", valid_from=SINCE, name="Cứu hỏa 114", service="114", agency=centre,
        unit=centre.unit, source="thử nghiệm", certainty="D",
    )  # fmt: skip
    keep({"Đường Ba Cu": [[HOME, (HOME[0] + 0.004, HOME[1] + 0.003)]]}, "thử nghiệm")
    engines(centre, Unit.objects.get(name="An Hải"))
    print(issue_key("Tổng đài thử", kind="telephony", by=None)[1])


def engines(centre: object, ward: object) -> None:
    from dothi.forces.models import Force
    from dothi.forces.workflow import State
    from dothi.kernel import clock

    for number, call_sign in enumerate(ENGINES):
        Force.objects.create(
            call_sign=call_sign, name=f"Xe chữa cháy {number + 1}", kind="fire-engine", service="114", agency=centre,
            unit=ward, capabilities=["pump", "ladder", "water"], crew=5, crew_minimum=4, home_name="Đội 1",
            home_lon=HOME[0], home_lat=HOME[1] + number / 100, state=State.AVAILABLE.value, state_since=clock.now(),
        )  # fmt: skip


if __name__ == "__main__":
    main()
