"""What is made of the words and the place of a call: its type, its protocol card, cases that are the same, addresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dothi.calls.models import Call
from dothi.calls.understanding import cards, places, suggesting
from dothi.calls.understanding.duplicates import Candidate, near, surges
from dothi.calls.understanding.lexicon import Suggestion
from dothi.kernel import clock
from dothi.kernel.i18n import language, t
from dothi.kernel.permissions import Scope
from dothi.rules.models import Severity


def suggest(text: str, most: int) -> Sequence[Suggestion]:
    return suggesting.suggest(text, clock.today(), most) if text.strip() else ()


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the card with the answer that was given, and what is to be said after that."""

    code: str
    text: str
    kind: str
    choices: list[tuple[str, str]]
    answer: str
    advice: list[str]


@dataclass(frozen=True, slots=True)
class Card:
    """The protocol card of a call. `severity`: the answers ask for at least this; empty: not more than stands."""

    code: str
    version: int
    name: str
    approved_by: str
    advice: list[str]
    questions: list[Asked]
    severity: str
    services: list[str]


def card_of(call: Call) -> Card | None:
    """The card of the call's kind with the answers so far; None where no pack has one."""
    card = cards.card_for(call.kind, clock.today()) if call.kind else None
    if card is None:
        return None
    given = call.answers.get("answers", {}) if call.answers.get("card") == card.code else {}
    told, judged = cards.shown(card), cards.judged(card.questions, given)
    raised = severity_above(judged.severity, call.severity)
    return Card(
        card.code,
        card.version,
        told["name"],
        told["approved_by"],
        told["advice"],
        [_asked(row, raw, given) for row, raw in zip(told["questions"], card.questions, strict=True)],
        judged.severity if raised else "",
        judged.services,
    )


def _asked(row: dict[str, Any], raw: dict[str, Any], given: dict[str, Any]) -> Asked:
    choices = [(one["value"], one["text"]) for one in row["choices"]]
    if row["kind"] == "yes-no":
        choices = [("yes", t("dispatch-yes")), ("no", t("dispatch-no"))]
    after = cards.judged([raw], given).advice
    words = "en" if language() == "en" else "vi"
    answer = given.get(row["code"])
    return Asked(
        row["code"],
        row["text"],
        row["kind"],
        choices,
        "" if answer is None else str(answer),
        [one[words] for one in after],
    )


def severity_above(asked: str, stands: str) -> bool:
    """Do the answers ask for more than stands?"""
    order = Severity.values
    return bool(asked) and (not stands or order.index(asked) < order.index(stands))


def duplicates(call: Call, scope: Scope, most: int, *, personal: bool) -> Sequence[Candidate]:
    """Open cases that the call may be about as well, the likeliest first; none for a call that has its case. `personal`: the reader
    may see who calls."""
    return near(call, scope, most, personal=personal)


@dataclass(frozen=True, slots=True)
class Surge:
    """Calls without a case that seem to tell of one event, and the open case that it may be. Nothing is attached by it."""

    calls: list[Call]
    case: Candidate | None

    @property
    def codes(self) -> str:
        return ",".join(call.code for call in self.calls)


def surges_of(taking: Scope, cases: Scope, most: int) -> list[Surge]:
    """Those whose calls `taking` (of `calls.take`) may still write to, the largest first, with an open case that `cases` reaches."""
    groups = surges(taking)[:most]
    open_ = [[call for call in group if call.wrapped_at is None] for group in groups]
    return [Surge(group, next(iter(near(group[-1], cases, 1)), None)) for group in open_ if group]


def find_address(text: str, most: int, scope: Scope) -> Sequence[places.Place]:
    return places.find_address(text, most, scope=scope)
