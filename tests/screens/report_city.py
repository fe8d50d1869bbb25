"""Puts what the pages of reports show into the database: packs, a ward with its area, a plate, an open report that everybody may read.
Prints the report's code, the token of its reporter's link, the plate's code, and the token of one without a position."""

from __future__ import annotations

from uuid import uuid4

import django

LON, LAT = 107.072, 10.345


def main() -> None:
    django.setup()
    from dothi.accounts.models import Agency, Person
    from dothi.packs.actions import load_pack
    from dothi.packs.folder import SHIPPED
    from dothi.reports import actions
    from dothi.reports.actions.receiving import Spot
    from dothi.reports.plates import actions as plates
    from dothi.reports.tests.course import competent, drawn
    from dothi.territory.models import Unit
    from dothi.territory.search_text import write_search_texts

    for pack in ("urban-services", "traffic", "environment", "emergency"):
        load_pack(SHIPPED / pack, by=None)
    ward, minh = Unit.objects.get(name="An Hải"), Person.objects.get(username="minh")
    Unit.objects.filter(pk=ward.pk).update(lon=LON, lat=LAT, area_km2=4.0)
    write_search_texts()
    drawn(ward, 107.0, 10.3, 107.15, 10.4)
    competent("", ward, Agency.objects.get(code="ubnd-an-hai"))
    told = actions.receive(
        text="Rác trước nhà anh Ba", category="urban-services.waste-left", spot=Spot("Chợ An Hải", LON, LAT, 8.0),
        door="web", key=uuid4(),
    )  # fmt: skip
    actions.release(told.report, text="Rác chất đống trước cổng chợ An Hải", photos=[], by=minh)
    plate = plates.make(plates.read(f"Trụ đèn 14, đường Ba Cu | {LAT}, {LON}"), key=uuid4(), by=minh)[0]
    lost = actions.receive(
        text="Cây nghiêng ra đường", category="urban-services.waste-left", spot=Spot("gần chợ, không nhớ tên"), door="web", key=uuid4()
    )  # fmt: skip
    print(told.report.code, told.token, plate.code, lost.token)


if __name__ == "__main__":
    main()
