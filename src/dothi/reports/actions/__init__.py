"""What people do with reports. Each action is one transaction: row, line of the record, history, what is owed, event."""

from dothi.reports.actions.deciding import merge, publish, refuse, release, send_back
from dothi.reports.actions.pausing import ask_pause, decide_pause, resume, resume_over
from dothi.reports.actions.placing import place
from dothi.reports.actions.receiving import Arrival, Received, receive, receive_all, received, standing
from dothi.reports.actions.sorting import recategorise, split
from dothi.reports.actions.timing import ask_more_time, decide_time
from dothi.reports.actions.voicing import rate, reopen, supply
from dothi.reports.actions.working import (
    answer,
    arrive,
    ask,
    give,
    give_back,
    hindrance_of,
    must_show,
    note,
    take,
)

__all__ = [
    "Arrival",
    "Received",
    "answer",
    "arrive",
    "ask",
    "ask_more_time",
    "ask_pause",
    "decide_pause",
    "decide_time",
    "give",
    "give_back",
    "hindrance_of",
    "merge",
    "must_show",
    "note",
    "place",
    "publish",
    "rate",
    "recategorise",
    "receive",
    "receive_all",
    "received",
    "refuse",
    "release",
    "reopen",
    "resume",
    "resume_over",
    "send_back",
    "split",
    "standing",
    "supply",
    "take",
]
