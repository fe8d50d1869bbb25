"""Adds to the city of the screens what citizens read around them: borders, stations that told something, a warning, works, followers."""

from __future__ import annotations

import datetime as dt
import os

import django


def main() -> None:
    django.setup()
    os.environ.setdefault("DOTHI_CAP_SENDER", "ioc@thu-nghiem.vn")
    from types import SimpleNamespace

    from dothi.accounts.models import Person
    from dothi.around.guide.entries import ensure_guide
    from dothi.around.tests import measured, works
    from dothi.around.works import actions
    from dothi.kernel import clock
    from dothi.kernel.origin import Origin
    from dothi.notify.tests.making import a_channel
    from dothi.packs.actions import load_pack
    from dothi.packs.folder import SHIPPED
    from dothi.territory.models import Unit
    from dothi.warnings.tests import drafts

    for pack in ("environment", "disaster"):
        load_pack(SHIPPED / pack, by=None)
    units = {one.code: one for one in Unit.objects.all()}
    measured.bordered(SimpleNamespace(ward_a=units["96001"], ward_b=units["96002"]))
    ensure_guide()
    a_channel("sms", kind="demo_outbox", way="sms")
    now = clock.now()
    air = {"value": 162, "unitCode": "C62"}
    measured.station(
        "AirQualityObserved",
        "Trạm An Hải 2",
        107.052,
        10.351,
        at=now - dt.timedelta(minutes=20),
        airQualityIndex=air,
        pm25={"value": 71.5, "unitCode": "GQ"},
    )
    measured.station(
        "AirQualityObserved",
        "Trạm Cầu Cảng",
        107.02,
        10.33,
        at=now - dt.timedelta(hours=6),
        airQualityIndex=40,
    )
    measured.station(
        "FloodMonitoring",
        "Trạm Sông Thử",
        107.06,
        10.36,
        at=now - dt.timedelta(minutes=5),
        origin=Origin.SIMULATED,
        currentLevel={"value": 2.31, "unitCode": "MTR"},
        alarmStage="BĐ2",
    )
    lan, minh, hoa = (Person.objects.get(username=name) for name in ("lan", "minh", "hoa"))
    drafts.released(minh, hoa, units["96001"], shapes=[])
    work = works.published(lan, units["96001"], title_en="Power cut for maintenance")
    actions.move(
        work, now + dt.timedelta(days=1), now + dt.timedelta(days=1, hours=4), reason="Mưa lớn", by=lan
    )
    works.published(
        lan, units["96001"], kind="road", title_vi="Cấm đường Trần Phú", starts_at=now - dt.timedelta(hours=1)
    )
    works.drafted(lan, units["96001"], title_vi="Cắt nước")


if __name__ == "__main__":
    main()
