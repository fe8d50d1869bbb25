"""Tasks of the demo city, given through the room's own action by the leader of the plan. Repeating changes nothing."""

from __future__ import annotations

import uuid
from typing import NamedTuple

from dothi.accounts.models import Agency, Person
from dothi.kernel import calendar, clock
from dothi.tasks import actions
from dothi.tasks.working_time import after

GIVER = "lanhdao"
NOTE = "Dữ liệu mô phỏng của thành phố mẫu."
_NAMES = uuid.UUID("5c0d7f0e-5a5e-4a1c-9a66-0d6b6f0f7d11")


class Plan(NamedTuple):
    """One task: agencies by their codes, the deadline in working time."""

    title: str
    lead: str
    along: tuple[str, ...]
    due: str
    importance: str
    taken: str = ""  # login of whoever has begun it


PLANS = (
    Plan("Rà soát điểm ngập sau mưa lớn, đề xuất phương án bơm tạm", "so-xay-dung", ("ubnd-phuong-tam-thang", "ubnd-phuong-rach-dua"), "days:5", "high"),
    Plan("Báo cáo nguồn gây bụi quanh trạm quan trắc vượt ngưỡng", "so-nong-nghiep-moi-truong", ("ubnd-phuong-tam-thang",), "days:3", "normal", "canbo.so"),
    Plan("Thay bóng đèn hỏng trên tuyến ven biển", "don-vi-chieu-sang", (), "days:10", "normal"),
    Plan("Lập danh sách hộ cần sơ tán khi bão gần bờ", "ubnd-phuong-tam-thang", ("ubnd-tp-ho-chi-minh",), "days:1", "critical"),
)  # fmt: skip


def load_tasks() -> None:
    """The tasks of the plan that were never given."""
    giver = Person.objects.select_related("agency").get(username=GIVER)
    agencies = {one.code: one for one in Agency.objects.all()}
    for plan in PLANS:
        _give(plan, giver, agencies)


def _give(plan: Plan, giver: Person, agencies: dict[str, Agency]) -> None:
    key = uuid.uuid5(_NAMES, plan.title)
    until = after(plan.due, clock.now(), calendar.in_force())
    task = actions.give(
        title=plan.title,
        text=NOTE,
        lead=agencies[plan.lead],
        with_=[agencies[code] for code in plan.along],
        due_at=until.at,
        due_said=plan.due,
        due_expected=until.expected,
        importance=plan.importance,
        key=key,
        by=giver,
    )
    if plan.taken and task.state == "given":
        actions.start(task, by=Person.objects.select_related("agency").get(username=plan.taken))
