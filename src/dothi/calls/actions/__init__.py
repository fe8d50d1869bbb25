"""What people and exchanges do with calls. Each action is one transaction: row, history, event; of two people one wins."""

from dothi.calls.actions.handing import (
    accept_leg,
    close_leg,
    decline_leg,
    hand_over,
    note_leg,
    open_case_of_leg,
)
from dothi.calls.actions.linking import attach, open_case
from dothi.calls.actions.locating import send_link, tell_place, use_link
from dothi.calls.actions.marking import end_mark, mark_number
from dothi.calls.actions.taking import open_by_hand, return_call, ring, take, wrap_up
from dothi.calls.actions.writing import answer_card, decide_kind, place, write_draft

__all__ = (
    "accept_leg",
    "answer_card",
    "attach",
    "close_leg",
    "decide_kind",
    "decline_leg",
    "end_mark",
    "hand_over",
    "mark_number",
    "note_leg",
    "open_by_hand",
    "open_case",
    "open_case_of_leg",
    "place",
    "return_call",
    "ring",
    "send_link",
    "take",
    "tell_place",
    "use_link",
    "wrap_up",
    "write_draft",
)
