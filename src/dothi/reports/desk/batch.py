"""The same done to many reports: each in a transaction of its own, with what came of it. One that fails holds up no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dothi.kernel.errors import DothiError
from dothi.kernel.i18n import message_of
from dothi.kernel.permissions import Scope
from dothi.reports import queries
from dothi.reports.models import Report

MOST = 200  # of one press
Act = Callable[[Report, str], object]  # the report, and the state in which the person saw it


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one: done, or why not."""

    code: str
    why_not: str = ""

    @property
    def done(self) -> bool:
        return not self.why_not


def run(chosen: Iterable[str], act: Act, scope: Scope) -> list[Outcome]:
    """`chosen`: `PA-2026-000012|given`, code and the state that was seen. Each once, at most MOST, in their order."""
    return [_one(one, act, scope) for one in list(dict.fromkeys(chosen))[:MOST]]


def _one(chosen: str, act: Act, scope: Scope) -> Outcome:
    code, _, seen = chosen.partition("|")
    try:
        act(queries.get_report(code, scope), seen[:10])
    except DothiError as error:
        return Outcome(code[:20], message_of(error))
    return Outcome(code)
