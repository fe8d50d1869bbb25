"""One row as its feed tells it, read and checked. Nothing is looked up yet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(slots=True)
class Told:
    """`state` is a state code, `agency` root to leaf (of the dossier's code where no column says it). Times are aware; None: not told."""

    line: int
    code: str
    procedure: str
    agency: str
    state: str
    received_at: dt.datetime
    code_day: dt.date
    told_at: dt.datetime
    promised_at: dt.datetime | None = None
    new_promised_at: dt.datetime | None = None
    handled_at: dt.datetime | None = None
    returned_at: dt.datetime | None = None
    stopped_at: dt.datetime | None = None
    supplement_at: dt.datetime | None = None
    letter_at: dt.datetime | None = None
    accepted: bool | None = None
    paid_online: bool | None = None
    e_result: bool | None = None
    certified_copy: bool | None = None
    reused_data: bool | None = None
    stored_for_citizen: bool | None = None
    population_data: bool | None = None
    fee: int | None = None
    digitised_papers: int | None = None
    total_papers: int | None = None
    supplement_count: int | None = None
    waiting_minutes: int | None = None
    channel: str = "direct"
    payment_state: str = "none"
    delivery_state: str = "none"
    sync_state: str = "none"
    phone_mark: str = ""
