"""Fills the database of the screens with a survey, a consultation and a quarter of reports; prints the consultation's code and a link's token."""

from __future__ import annotations

import datetime as dt
import os
import random
from uuid import uuid4

import django


def main() -> None:
    django.setup()
    from dothi.accounts.models import Agency, Person
    from dothi.kernel import clock
    from dothi.packs.actions import load_pack
    from dothi.packs.folder import SHIPPED
    from dothi.reports.insight.computing import compute
    from dothi.reports.models import Report
    from dothi.surveys import actions
    from dothi.surveys.tests.course import drawn_up, invited, proposed, reachable
    from dothi.surveys.voices import digest_of
    from dothi.territory.models import Unit

    os.environ["DOTHI_PUBLIC_URL"] = "https://thu-nghiem.vn"
    load_pack(SHIPPED / "urban-services", by=None)

    class Cast:
        centre, environment = Agency.objects.get(code="ioc"), Agency.objects.get(code="so-nnmt")
        office_a = Agency.objects.get(code="ubnd-an-hai")
        ward_a, ward_b = Unit.objects.get(name="An Hải"), Unit.objects.get(name="Bình Minh")

    cast, minh = Cast(), Person.objects.get(username="minh")
    reachable(cast)
    drawn_up(cast)
    for place in range(24):
        agency = (cast.environment, cast.office_a)[place % 2]
        row, token = invited(cast, f"PA-{place}", f"09{place:08d}", agency_id=agency.pk)
        if place < 17:
            actions.answer(
                row,
                {"q1": "good" if place % 3 else "bad", "q2": str(place % 5 + 1), "q4": f"Lời góp ý {place}"},
            )
    desk = drawn_up(cast, "tai-quay", "visit")
    actions.put_up(
        "quay-1",
        desk,
        label="Quầy 1, bộ phận một cửa",
        service="dossiers",
        agency=cast.office_a,
        unit=cast.ward_a,
        by=None,
    )
    plan = proposed(cast)
    for place in range(6):
        said = actions.speak(
            plan,
            digest_of(f"{place}"),
            {"q1": "1", "text": f"Ý kiến số {place}: nên làm, nhưng cần chỗ gửi xe."},
        )
        if place < 4:
            actions.release(said, text=said.text, by=minh)
        if place < 2:
            actions.reply(
                plan, "Thiếu chỗ gửi xe", "Đang tìm sân gửi xe gần đó.", opinions=[said.pk], by=minh
            )

    chance, now = random.Random(2), clock.now()
    kinds = ("urban-services.waste-left", "urban-services.water-leak", "urban-services.electricity-danger")

    def report(at: dt.datetime, lon: float, lat: float, category: str) -> Report:
        return Report(
            key=uuid4(), code=f"T-{uuid4().hex[:12]}", category=category, lon=lon, lat=lat, door="import", state="given",
            agency=cast.environment, unit=cast.ward_a, origin=2, received_at=at, changed_at=at, first_due_at=at, due_at=at,
        )  # fmt: skip

    rows = [
        report(now - dt.timedelta(minutes=chance.uniform(1, 410 * 1440)), 107.05 + chance.uniform(0, 0.05), 10.33 + chance.uniform(0, 0.05), chance.choice(kinds))
        for _ in range(2500)
    ]  # fmt: skip
    rows += [report(now - dt.timedelta(hours=3 + n), 107.07 + n * 1e-4, 10.35, kinds[1]) for n in range(9)]
    rows += [report(now - dt.timedelta(days=5 + 30 * n), 107.06, 10.34, kinds[0]) for n in range(5)]
    Report.objects.bulk_create(rows)
    compute()
    print(plan.code, token)


if __name__ == "__main__":
    main()
