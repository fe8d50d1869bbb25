"""Forms of boards and of notes on figures."""

from __future__ import annotations

import json
from uuid import uuid4

from dothi.boards import noting, owning
from dothi.boards.models import OwnBoard
from dothi.indicators.tests.feed import environment
from dothi.kernel import clock

from .city import City
from .form import Case

COUNT = [{"kind": "count", "of": "alarms", "size": "small"}]
CODE = "air-index-worst"
KEY, THREAD = str(uuid4()), str(uuid4())


def _board(city: City) -> OwnBoard:
    """Minh's board in its second version."""
    found = OwnBoard.objects.filter(owner_person=city.cast.minh, withdrawn=False).exclude(key=KEY).first()
    if found is None:
        found = owning.make_board("Ca sáng", COUNT, key=uuid4(), by=city.cast.minh)
        found = owning.save_board(found, "Ca sáng", COUNT * 2, seen=1, by=city.cast.minh)
    return found


def _note(city: City) -> str:
    environment()
    made = noting.write_note(CODE, clock.now(), "x", thread=uuid4(), by=city.cast.minh)
    return f"/boards/notes/{made.thread}/"


def _figure(city: City) -> str:
    environment()
    return f"/boards/figures/{CODE}/notes/"


class _Once:
    """An address that is made once and then stays: the second press goes to the same."""

    def __init__(self, make) -> None:  # type: ignore[no-untyped-def]
        self._make, self._path = make, ""

    def __call__(self, city: City) -> str:
        self._path = self._path or self._make(city)
        return self._path


CASES: dict[str, Case] = {
    "board-new": Case(
        "minh", lambda c: "/boards/new/", lambda c: {"name": "Mới", "tiles": json.dumps(COUNT), "key": KEY},
        {"boards_board": 1, "boards_version": 1},
    ),
    "board-preview": Case("minh", lambda c: "/boards/preview/", lambda c: {"tiles": json.dumps(COUNT), "op": "drop:0"}, {}),
    "board-edit": Case(
        "minh", lambda c: f"/boards/made/{_board(c).pk}/edit/",
        lambda c: {"name": "Ca đêm", "tiles": json.dumps(COUNT), "seen": "2"}, {"boards_board": 1, "boards_version": 3},  # the board too
    ),
    "board-back": Case(
        "minh", lambda c: f"/boards/made/{_board(c).pk}/back/", lambda c: {"number": "1"}, {"boards_version": 1}
    ),
    "board-share": Case("minh", lambda c: f"/boards/made/{_board(c).pk}/share/", lambda c: {"role": ["leader"]}, {}),
    "board-withdraw": Case("minh", _Once(lambda c: f"/boards/made/{_board(c).pk}/withdraw/"), lambda c: {}, {}),
    "board-note-write": Case(
        "minh", _figure, lambda c: {"thread": THREAD, "at": clock.iso(clock.now()), "text": "Bảo trì trạm"}, {"boards_note": 1}
    ),
    "board-note": Case("minh", _Once(_note), lambda c: {"text": "Đã bảo trì xong", "seen": "1"}, {"boards_note": 2}),
}  # fmt: skip
