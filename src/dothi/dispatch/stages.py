"""The six steps of a call, which of them is done and which comes next. Pure but for what the call already says."""

from __future__ import annotations

from dataclasses import dataclass

from dothi.dispatch.desk import Desk

NAMES = ("answer", "locate", "kind", "recommend", "send", "next")
KEYS = {"answer": "A", "locate": "L", "kind": "T", "recommend": "R", "send": "S", "next": "N"}


@dataclass(frozen=True, slots=True)
class Stage:
    """`state`: done, now (the one that Ctrl+Enter presses), open (may be pressed), or closed (something is missing before it)."""

    name: str
    state: str

    @property
    def key(self) -> str:
        return KEYS[self.name]

    @property
    def code(self) -> str:
        return f"Key{self.key}"

    @property
    def word(self) -> str:
        return f"dispatch-stage-{self.name}"


def of(desk: Desk, is_ringing: bool) -> list[Stage]:
    """Each in its order; what this person may not do is closed. `is_ringing`: a call waits that they might take."""
    done = _done(desk)
    may = _may(desk, is_ringing)
    now = next((name for name in NAMES if may[name] and not done[name]), "")
    return [Stage(name, _state(name, now, done[name], may[name])) for name in NAMES]


def _state(name: str, now: str, done: bool, may: bool) -> str:
    if name == now:
        return "now"
    return "done" if done else "open" if may else "closed"


def _done(desk: Desk) -> dict[str, bool]:
    call, case = desk.call, desk.case
    placed = call.lon is not None if call else case is not None and case.lon is not None
    sent = case is not None and case.assignments.exists()
    return {
        "answer": call is not None and call.taken_by_id is not None,
        "locate": placed,
        "kind": bool(call.kind) if call else case is not None,
        "recommend": desk.asked or sent,
        "send": sent,
        "next": False,
    }


def _may(desk: Desk, is_ringing: bool) -> dict[str, bool]:
    ready = (desk.call is not None and bool(desk.call.kind)) or desk.case is not None
    return {
        "answer": desk.may_take and (is_ringing if desk.call is None else desk.call.taken_by_id is None),
        "locate": desk.writes,
        "kind": desk.writes,
        "recommend": desk.may_send and ready,
        "send": desk.may_send and desk.asked,
        "next": desk.writes or desk.case is not None,
    }
