"""Protocol cards of packs: kept with their versions; which one a category gets; what the answers given so far change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dothi.calls.understanding.models import ProtocolCard
from dothi.kernel import pack_versions
from dothi.kernel.i18n import language
from dothi.kernel.pack_contents import Content, Told, bring
from dothi.packs import queries as packs

if TYPE_CHECKING:
    from dothi.accounts.models import Person

FOLDER = "protocols"
ORDER = ("low", "medium", "high", "critical")

Table = dict[str, Any]


def load(told: Told, by: Person | None) -> list[str]:
    """Makes the cards of the pack exactly those it says; nothing is overwritten, what differs is the next version."""
    tables = told.tables(FOLDER, "protocol")
    said = {(table["code"], table["valid_from"]): table for _file, _path, table in tables}
    return pack_versions.keep(ProtocolCard, told, said, lambda table: _fields(told.code, table), by=by)


def _fields(pack: str, table: Table) -> dict[str, Any]:
    return {
        "name_vi": table["name"]["vi"],
        "name_en": table["name"]["en"],
        "kinds": [f"{pack}.{code}" for code in table["categories"]],
        "advice": [one["say"] for one in table.get("advice", ())],
        "questions": [_question(pack, one) for one in table["question"]],
        "approved_by": table.get("approved_by", ""),
        "approved_on": table.get("approved_on"),
        "source": table["source"],
        "certainty": table["certainty"],
    }


def _question(pack: str, table: Table) -> Table:
    """As the pack says it; categories with the pack's code, as calls and cases bear them."""
    kept = dict(table)
    kept["when"] = [
        {**when, **({"category": f"{pack}.{when['category']}"} if "category" in when else {})}
        for when in table.get("when", ())
    ]
    return kept


def card_for(kind: str, day: dt.date | None = None) -> ProtocolCard | None:
    """The card of this category, else of the nearest above it that has one; none where nobody wrote one."""
    rows = [row for row in in_force(day) if row.kinds]
    for one in _upward(kind):
        if found := next((row for row in rows if one in row.kinds), None):
            return found
    return None


def in_force(day: dt.date | None = None) -> list[ProtocolCard]:
    """What holds on `day` (today): of each code the newest version of the latest day that has come."""
    return pack_versions.in_force(ProtocolCard, day)


def card_of(code: str, version: int) -> ProtocolCard | None:
    """The very version that answers were given to."""
    return ProtocolCard.objects.filter(code=code, version=version).first()


def _upward(kind: str) -> list[str]:
    """The category and those above it, the nearest first."""
    parents = {f"{pack}.{row['code']}": (pack, row.get("parent")) for pack, row in packs.categories()}
    found: list[str] = []
    while kind and kind not in found:
        found.append(kind)
        pack, parent = parents.get(kind, ("", None))
        kind = f"{pack}.{parent}" if parent else ""
    return found


@dataclass(slots=True)
class Judged:
    """What the answers given so far change: nothing is lowered, nothing is sent by it. Advice in the order of the questions."""

    severity: str = ""  # at least this
    kind: str = ""
    services: list[str] = field(default_factory=list)
    capabilities: list[str] = field(default_factory=list)
    advice: list[dict[str, str]] = field(default_factory=list)


def judged(questions: Iterable[Table], answers: Mapping[str, Any]) -> Judged:
    """Pure: the consequences of the answers. An answer that is skipped (None or absent) has none."""
    found = Judged()
    for question in questions:
        answer = answers.get(question["code"])
        for when in question.get("when", ()):
            if answer is not None and _holds(when, answer):
                _take(found, when)
    return found


def _holds(when: Table, answer: Any) -> bool:
    if "at_least" in when:
        number = _number(answer)
        return number is not None and number >= when["at_least"]
    told = {True: "yes", False: "no"}[answer] if isinstance(answer, bool) else str(answer)
    return bool(told == when["answer"])


def _number(answer: Any) -> float | None:
    try:
        return float(str(answer).replace(",", "."))
    except ValueError:
        return None


def _take(found: Judged, when: Table) -> None:
    if "severity" in when:
        found.severity = max(found.severity or ORDER[0], when["severity"], key=ORDER.index)
    found.kind = when.get("category", found.kind)
    found.services += [one for one in when.get("services", ()) if one not in found.services]
    found.capabilities += [one for one in when.get("capabilities", ()) if one not in found.capabilities]
    if "advice" in when:
        found.advice.append(when["advice"])


def shown(card: ProtocolCard) -> Table:
    """A card as the desk draws it, in the reader's language; the advice that follows an answer stands with its question."""
    return {
        "code": card.code,
        "version": card.version,
        "name": card.name,
        "approved_by": card.approved_by,
        "certainty": card.certainty,
        "source": card.source,
        "advice": [_said(one) for one in card.advice],
        "questions": [_shown_question(one) for one in card.questions],
    }


def _shown_question(question: Table) -> Table:
    return {
        "code": question["code"],
        "text": _said(question["ask"]),
        "kind": question["kind"],
        "must": bool(question.get("must")),
        "choices": [{"value": one["code"], "text": _said(one["name"])} for one in question.get("choice", ())],
        "when": [
            {
                "answer": when.get("answer"),
                "at_least": when.get("at_least"),
                "severity": when.get("severity", ""),
                "advice": _said(when["advice"]) if "advice" in when else "",
            }
            for when in question.get("when", ())
        ],
    }


def _said(text: Mapping[str, str]) -> str:
    return text["en" if language() == "en" else "vi"]


bring(Content(FOLDER, lambda _told: (), load))
