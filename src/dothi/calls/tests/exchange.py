"""Lines of three services in the cast's province, people at their desks, and events as an exchange tells them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from dothi.accounts import actions as people
from dothi.accounts.models import Agency, Person
from dothi.calls.models import Call, Line
from dothi.calls.telephony import Told, hear
from dothi.kernel import clock
from dothi.kernel.testing.cast import PASSWORD, SINCE, Cast

AT = dt.datetime(2026, 11, 22, 7, 0, 0, tzinfo=dt.UTC)


@dataclass(slots=True)
class Desks:
    """Three agencies with a line each, and somebody at each desk who works for that agency alone."""

    fire: Agency
    medical: Agency
    police: Agency
    phong: Person  # 114
    yen: Person  # 115
    an: Person  # 113


def desks(cast: Cast) -> Desks:
    """In the running transaction."""
    found: list[Any] = []
    who: list[Any] = []
    for number, code, name, person in (
        ("114", "pccc", "Phòng Cảnh sát PCCC và CNCH", "phong"),
        ("115", "cap-cuu", "Trung tâm Cấp cứu 115", "yen"),
        ("113", "ca-tinh", "Công an tỉnh", "an"),
    ):
        agency = people.add_agency(
            code, name_vi=name, name_en=name, kind="force", unit=cast.province, valid_from=SINCE, by=None
        )
        someone, _ = people.invite_person(
            person,
            person.title(),
            agency=agency,
            kind="operational",
            password=PASSWORD,
            temporary=False,
            by=None,
        )
        people.grant_role(someone, "agency-officer", by=None, valid_from=SINCE, agency=agency)
        Line.objects.create(
            number=number, valid_from=SINCE, name=f"Đường dây {number}", service=number, agency=agency,
            unit=cast.province, source="thử nghiệm", certainty="D",
        )  # fmt: skip
        found.append(agency)
        who.append(someone)
    return Desks(*found, *who)


def told(kind: str, call_id: str = "c1", *, s: float = 0, event_id: str = "", **more: Any) -> Call:
    """An event `s` seconds after the call began."""
    fields = {"number_dialled": "114", "caller_number": "0901234456"} | more
    at = AT + dt.timedelta(seconds=s)
    event = Told("exchange", event_id or f"{call_id}-{kind}-{s}", call_id, kind, at, **fields)
    with clock.moved_to(max(clock.now(), at)):
        return hear(event)


def rings(**more: Any) -> Call:
    """A new call that rings."""
    return told("ringing", str(uuid4()), **more)
