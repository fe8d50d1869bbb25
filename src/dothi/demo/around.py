"""Planned works of the demo city – simulated, and marked as such; ahead of the day on which the demo is loaded. Repeating adds none.

Made through the room's own actions.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import NamedTuple

from dothi.accounts.models import Person
from dothi.around.works import actions
from dothi.around.works.models import Work
from dothi.around.works.said import Said
from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.territory.queries import get_unit

DESK = "trucban"
SOURCE = "Thông báo mô phỏng của thành phố mẫu"
_NAMES = uuid.UUID("4b7a5f53-1a56-45cb-8b0f-2f4f3d0a9a11")
Points = tuple[tuple[float, float], ...]


class Plan(NamedTuple):
    """`after` and `hours`: from when on the day of loading, and for how long; `moved_by`: days it was moved by."""

    kind: str
    title_vi: str
    title_en: str
    unit: str
    place: str
    after: dt.timedelta
    hours: float
    points: Points = ()
    drawn: str = "line"
    moved_by: int = 0


PLANS = (
    Plan("power", "Cắt điện bảo trì đường dây", "Power cut for maintenance", "26506", "đường Trần Phú, từ số 1 đến số 99", dt.timedelta(days=1, hours=8), 3.5),
    Plan("road", "Cấm xe một chiều để sửa mặt đường", "One way closed for resurfacing", "26526", "đường Bình Giã, từ Nguyễn An Ninh đến Lê Hồng Phong", dt.timedelta(hours=0), 72, ((10.3689, 107.0936), (10.3655, 107.0902), (10.3611, 107.0868))),
    Plan("water", "Cắt nước để súc xả đường ống", "Water cut to flush the pipes", "26536", "khu dân cư quanh chợ Rạch Dừa", dt.timedelta(days=2, hours=22), 6, ((10.3880, 107.1150), (10.3880, 107.1195), (10.3920, 107.1195), (10.3920, 107.1150)), "polygon", 1),
    Plan("trees", "Cắt tỉa cây xanh trước mùa gió", "Trees trimmed before the windy season", "26506", "đường Thùy Vân", dt.timedelta(days=4, hours=7), 9),
    Plan("event", "Chạy bộ vì sức khỏe, cấm xe buổi sáng", "Morning run, road closed", "26506", "đường Hạ Long", dt.timedelta(days=6, hours=4), 4),
)  # fmt: skip


def load_works() -> None:
    """The works of the plan that are missing."""
    desk = Person.objects.select_related("agency").get(username=DESK)
    midnight = dt.datetime.combine(clock.today(), dt.time(), clock.VIETNAM)
    for plan in PLANS:
        key = uuid.uuid5(_NAMES, plan.title_vi)
        if not Work.objects.filter(key=key).exists():
            _announce(plan, key, midnight, desk)


def _announce(plan: Plan, key: uuid.UUID, midnight: dt.datetime, desk: Person) -> None:
    start = midnight + plan.after
    told = Said(
        kind=plan.kind, title_vi=plan.title_vi, title_en=plan.title_en, unit=get_unit(plan.unit, clock.today()), place=plan.place,
        starts_at=start, ends_at=start + dt.timedelta(hours=plan.hours), source=SOURCE, contact="1022", drawn=plan.drawn, points=plan.points,
    )  # fmt: skip
    work = actions.draft(told, key=key, by=desk, origin=Origin.SIMULATED)
    actions.publish(work, by=desk)
    if plan.moved_by:
        later = dt.timedelta(days=plan.moved_by)
        actions.move(
            work, work.starts_at + later, work.ends_at + later, reason="Mưa lớn, dời sang hôm sau", by=desk
        )
