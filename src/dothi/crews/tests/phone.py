"""A phone as the page plays it: its own clock, numbers that count up, and a queue that may be sent more than once."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import msgspec

from dothi.crews import deeds
from dothi.crews.models import CrewDuty
from dothi.forces.models import Assignment
from dothi.kernel import clock

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def ulid(number: int) -> str:
    """Of the right form; the same number is the same id."""
    letters = ""
    for _ in range(25):
        number, rest = divmod(number, 32)
        letters = _LETTERS[rest] + letters
    return "0" + letters


class Phone:
    """`ahead`: how far its clock runs before ours. `press` notes a deed; `batch` is what would be sent now."""

    def __init__(
        self,
        duty: CrewDuty,
        assignment: Assignment | None,
        *,
        ahead: dt.timedelta = dt.timedelta(0),
        device: str = "a1b2c3d4",
        first: int = 1,
    ) -> None:
        self.duty, self.assignment, self.ahead, self.device, self.number = (
            duty,
            assignment,
            ahead,
            device,
            first,
        )
        self.queue: list[dict[str, Any]] = []

    def press(self, what: str, at: dt.datetime, *, text: str = "", expected: str = "", **told: Any) -> str:
        """A state is pressed as a step; returns the deed's id."""
        step = {} if what in deeds.doing.WHAT else {"state": what}
        one = {
            "id": ulid(self.number + int(self.device, 16) * 1000), "seq": self.number, "at": clock.iso(at + self.ahead),
            "what": "step" if step else what, "duty": self.duty.pk,
            "assignment": self.assignment.pk if self.assignment else None, "expected": expected, "text": text, **step, **told,
        }  # fmt: skip
        self.number += 1
        self.queue.append(one)
        return str(one["id"])

    def batch(self, queue: list[dict[str, Any]] | None = None) -> bytes:
        told = {
            "device": self.device, "sent_at": clock.iso(clock.now() + self.ahead), "deeds": self.queue if queue is None else queue,
        }  # fmt: skip
        return json.dumps(told).encode()

    def send(self, queue: list[dict[str, Any]] | None = None) -> list[deeds.Answer]:
        return deeds.apply(deeds.read(self.batch(queue)), by=self.duty.person)


def raw(told: Any) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(told))
