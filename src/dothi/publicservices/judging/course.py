"""What is known of one dossier's course, and what the rules decide of it. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Law:
    """The limits of the day a dossier was received (`law.SEEDS`)."""

    last_minute: int  # of the day: received later and due the same day is due the next working day
    requests: int  # for supplements; one more is late
    new_dates: int
    apology_days: int

    @classmethod
    def of(cls, values: Mapping[str, int]) -> Law:
        return cls(values["last-minute"], values["requests"], values["new-dates"], values["apology-days"])


@dataclass(frozen=True, slots=True)
class Course:
    """As its system tells it. `limit`: of the procedure's version in force at receipt; `waited`: working time waiting for the citizen."""

    received_at: dt.datetime
    promised_at: dt.datetime | None = None
    new_promised_at: dt.datetime | None = None
    letter_at: dt.datetime | None = None
    handled_at: dt.datetime | None = None
    returned_at: dt.datetime | None = None
    stopped_at: dt.datetime | None = None  # refused, withdrawn or stopped
    withdrawn: bool = False
    was_received: bool = True
    supplement_count: int = 0
    supplement_at: dt.datetime | None = None
    waited: dt.timedelta = dt.timedelta()
    limit: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """`on_time` None: not decided, or not counted. `why` is a key below `publicservices-why-`."""

    due_at: dt.datetime | None
    due_expected: bool
    legal_at: dt.datetime | None
    letter_by: dt.datetime | None
    ends_at: dt.datetime | None
    on_time: bool | None
    why: str
