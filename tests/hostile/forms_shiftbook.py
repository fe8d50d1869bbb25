"""Forms of the shift book and of recordings. Each case makes a desk, a shift or a call for itself; what it makes counts too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from dothi.accounts import looks
from dothi.calls.models import Call
from dothi.calls.recordings import holds, store
from dothi.calls.tests.exchange import rings
from dothi.kernel.testing.cast import SINCE
from dothi.shiftbook import actions
from dothi.shiftbook.models import Desk, Shift

from .city import City, somebody
from .form import Case


class _AtDesk:
    """A desk of its own. `step`: how far it is brought; its address is the same the second time."""

    def __init__(self, code: str, step: str) -> None:
        self.code, self.step = code, step

    def __call__(self, city: City) -> str:
        if (desk := Desk.objects.filter(code=self.code).first()) is None:
            desk = actions.add_desk(
                self.code,
                name_vi="Bàn",
                name_en="Desk",
                agency=city.cast.centre,
                unit=None,
                own_only=False,
                by=None,
            )
            self.path = getattr(self, f"_{self.step}")(city, desk)
        return self.path

    def _open(self, city: City, desk: Desk) -> str:
        return f"/shiftbook/at/{desk.code}/open/"

    def _end(self, city: City, desk: Desk) -> str:
        Desk.objects.filter(pk=desk.pk).update(valid_from=SINCE)
        return f"/shiftbook/desks/{desk.code}/end/"

    def _note(self, city: City, desk: Desk) -> str:
        return f"/shiftbook/{actions.open_book(desk, by=city.cast.minh).code}/note/"

    def _propose(self, city: City, desk: Desk) -> str:
        return f"/shiftbook/{actions.open_book(desk, by=city.cast.minh).code}/hand-over/"

    def _withdraw(self, city: City, desk: Desk) -> str:
        made = actions.propose(actions.open_book(desk, by=city.cast.minh), by=city.cast.minh)
        return f"/shiftbook/handovers/{made.pk}/withdraw/"

    def _accept(self, city: City, desk: Desk) -> str:
        return f"/shiftbook/handovers/{self._by_another(city, desk)}/accept/"

    def _refuse(self, city: City, desk: Desk) -> str:
        return f"/shiftbook/handovers/{self._by_another(city, desk)}/refuse/"

    def _by_another(self, city: City, desk: Desk) -> int:
        other = somebody(city.cast, f"truc-{desk.code}", city.cast.centre, "duty-officer")
        return actions.propose(actions.open_book(desk, by=other), by=other).pk

    def _take_up(self, city: City, desk: Desk) -> str:
        other = somebody(city.cast, f"truc-{desk.code}", city.cast.centre, "duty-officer")
        shift = actions.open_book(desk, by=other)
        begins = shift.begins_at - dt.timedelta(days=1)
        Shift.objects.filter(pk=shift.pk).update(begins_at=begins, ends_at=begins + dt.timedelta(hours=8))
        return f"/shiftbook/{shift.code}/take-up/"


class _Recorded:
    """A call of its own with a recording, on which `before` was done."""

    def __init__(self, step: str, before: Callable[[City, Call], object]) -> None:
        self.step, self.before, self.name = step, before, f"{step.strip('/') or 'play'}.wav"

    def __call__(self, city: City) -> str:
        call = Call.objects.filter(recording=self.name).first()
        if call is None:
            call = rings(number_dialled="000")
            Call.objects.filter(pk=call.pk).update(recording=self.name, agency=city.cast.centre)
            call.refresh_from_db()
            store.folder().mkdir(parents=True, exist_ok=True)
            (store.folder() / self.name).write_bytes(b"RIFF")
            self.before(city, call)
        return f"/calls/{call.code}/recording/{self.step}"


def _look(city: City, call: Call) -> object:
    return looks.begin(
        city.cast.minh, "recording", call.code, call.code, "complaint", words="Khiếu nại số 12/KN", unit_id=None,
        agency_id=city.cast.centre.pk, minutes=5,
    )  # fmt: skip


SAID = {"purpose": "complaint", "words": "Khiếu nại số 12/KN"}
CASES: dict[str, Case] = {
    "shiftbook-desks": Case(
        "minh", lambda c: "/shiftbook/desks/",
        lambda c: {"code": "moi", "name_vi": "Mới", "name_en": "New", "agency": c.cast.centre.pk}, {"shiftbook_desk": 1},
    ),
    "shiftbook-open": Case("minh", _AtDesk("d-open", "open"), lambda c: {}, {"shiftbook_shift": 1}),
    "shiftbook-desk-end": Case("minh", _AtDesk("d-end", "end"), lambda c: {"reason": "x"}, {"shiftbook_deskevent": 3}),
    "shiftbook-note": Case("minh", _AtDesk("d-note", "note"), lambda c: {"text": "x", "key": "k"}, {"shiftbook_line": 2}),
    "shiftbook-hand-over": Case("minh", _AtDesk("d-give", "propose"), lambda c: {"text": "x"}, {"shiftbook_handover": 1}),
    "shiftbook-withdraw": Case("minh", _AtDesk("d-back", "withdraw"), lambda c: {}, {"shiftbook_handoverevent": 2}),
    "shiftbook-accept": Case("minh", _AtDesk("d-take", "accept"), lambda c: {"text": "x"}, {"shiftbook_shift": 2}),
    "shiftbook-refuse": Case("minh", _AtDesk("d-no", "refuse"), lambda c: {"reason": "x"}, {"shiftbook_handoverevent": 2}),
    "shiftbook-take-up": Case("minh", _AtDesk("d-up", "take_up"), lambda c: {"reason": "x"}, {"shiftbook_shift": 2}),
    "call-recording": Case("minh", _Recorded("", lambda c, call: None), lambda c: SAID, {"accounts_look": 1}),
    "call-recording-end": Case("minh", _Recorded("end/", _look), lambda c: {}, {"accounts_look_end": 1}),
    "call-recording-hold": Case("minh", _Recorded("hold/", lambda c, call: None), lambda c: {"reason": "x"}, {"calls_recording_hold": 1}),
    "call-recording-release": Case(
        "minh", _Recorded("release/", lambda c, call: holds.hold(call, reason="x", by=c.cast.minh)), lambda c: {"reason": "x"},
        {"calls_recordingholdevent": 2},
    ),
}  # fmt: skip
