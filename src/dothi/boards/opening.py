"""How often boards are opened, by role: the centre asks itself whether its boards are used. Who it was is not kept."""

from __future__ import annotations

from dothi.accounts.models import Person
from dothi.boards.book import roles_of
from dothi.boards.models import Opening
from dothi.kernel import clock
from dothi.kernel.facts import Fact, Kind, publish
from dothi.kernel.retention import forgets_rows, named

publish(
    Fact(
        name="boards_opening_fact",
        at="opened_at",
        columns={"opened_at": Kind.MOMENT, "board": Kind.TEXT, "role": Kind.TEXT},
        permission="indicators.view",
        unit="",
        changed="opened_at",
        origin="",
        key="board",
        record="board",
    )
)
forgets_rows(
    "board-openings", 400, "So sánh mức sử dụng bảng theo dõi của năm nay với năm trước",
    table="boards_opening", select=named("dothi.boards", "sql/retention.sql", "past_openings"),
)  # fmt: skip


def opened(board: str, person: Person) -> None:
    """One opening, under the first role that the person holds today."""
    roles = roles_of(person)
    Opening.objects.create(
        board=board[:80], role=roles[0] if roles else "", agency_id=person.agency_id, opened_at=clock.now()
    )
