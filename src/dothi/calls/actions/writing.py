"""What is written into the record of a call while somebody speaks with the caller, and after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dothi.accounts.models import Person
from dothi.calls import queries
from dothi.calls.actions.guarding import open_record
from dothi.calls.models import Call
from dothi.calls.numbers import plain_number
from dothi.calls.telling import tell
from dothi.incidents import kinds
from dothi.kernel import clock
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.said import plain
from dothi.rules.models import Severity
from dothi.territory.lookup import unit_at
from dothi.territory.names import folded

_action = action_of("calls")
# what is typed, and how long each may be
LONGEST = {"narrative": 8000, "address": 300, "caller_name": 120, "caller_number": 20, "caller_address": 300}
PERSONAL = frozenset({"caller_name", "caller_number", "caller_address"})
FARTHEST_M = 100_000.0  # an error circle beyond it says nothing
_PLACED = ["lon", "lat", "place_source", "accuracy_m", "placed_at", "unit_id", "address", "search_text"]
MOST_ANSWERS, LONGEST_ANSWER = 40, 500


@_action
def write_draft(call: Call, *, fields: Mapping[str, str], rev: int, by: Person) -> Call:
    """Keeps what was typed so far. `rev` counts up with every change of the one screen that types.

    What comes late (typed offline, sent by another window) overwrites nothing newer: Conflict with the revision that stands.
    The same revision with the same words is a repeat. Raises NotAllowed, BadRequest (a field unknown).
    """
    if unknown := fields.keys() - LONGEST.keys():
        raise BadRequest("call-draft-field", field=min(unknown)[:40])
    if not 0 < rev < 2**31:
        raise BadRequest("call-draft-rev")
    fresh = open_record(call, by)
    told: dict[str, Any] = {name: _typed(name, text) for name, text in fields.items()}
    if rev <= fresh.typed_rev:
        if rev == fresh.typed_rev and _is_repeat(fresh, told, by):
            return fresh
        raise Conflict("call-draft-older", code=fresh.code, rev=fresh.typed_rev)
    if told.get("caller_number", fresh.caller_number) != fresh.caller_number:
        told["number_typed"] = True
    for name, text in told.items():
        setattr(fresh, name, text)
    fresh.typed_rev, fresh.search_text = rev, searched_by(fresh)
    fresh.save(update_fields=["typed_rev", "search_text", *told])
    return fresh


def _is_repeat(call: Call, told: dict[str, Any], by: Person) -> bool:
    """Whoever may not see the caller learns nothing by guessing: what is personal counts as the same."""
    hidden = frozenset() if queries.sees_person(call, by) else PERSONAL
    return all(getattr(call, name) == text for name, text in told.items() if name not in hidden)


def searched_by(call: Call) -> str:
    """What a call is found by, without accents: nothing of who called."""
    return folded(f"{call.code} {call.address} {call.narrative}")


def _typed(name: str, text: str) -> str:
    if name == "caller_number":
        return plain_number(text)
    kept = text if name == "narrative" else plain(text)
    # the narrative keeps the space at its end: somebody is still typing
    return (plain(kept) + (" " if kept.endswith(" ") else "") if name == "narrative" else kept)[
        : LONGEST[name]
    ]


@_action
def place(
    call: Call,
    *,
    lon: float,
    lat: float,
    source: str,
    by: Person,
    accuracy_m: float | None = None,
    address: str | None = None,
) -> Call:
    """Says where it happens (degrees, WGS 84) and how that is known; the unit follows from the point.

    Raises NotAllowed, BadRequest (no place on earth, a source unknown), Conflict (the record is closed).
    """
    return set_place(
        open_record(call, by), lon=lon, lat=lat, source=source, accuracy_m=accuracy_m, address=address
    )


def set_place(
    call: Call, *, lon: float, lat: float, source: str, accuracy_m: float | None, address: str | None
) -> Call:
    """The same inside another action, for a call that is held already."""
    if source not in Call.Source.values:
        raise BadRequest("call-place-source", source=source[:20])
    check_point(lon, lat, accuracy_m)
    unit_id = unit_at(lon, lat, clock.today()).unit_id
    call.lon, call.lat, call.place_source, call.accuracy_m = lon, lat, source, accuracy_m
    call.placed_at = clock.now()
    call.unit_id = unit_id or (call.line.unit_id if call.line else call.unit_id)  # outside: the line's own
    if address is not None:
        call.address = plain(address)[: LONGEST["address"]]
        call.search_text = searched_by(call)
    call.save(update_fields=_PLACED)
    call.refresh_from_db()
    tell("calls.changed", call, what="placed")
    return call


def check_point(lon: float, lat: float, accuracy_m: float | None) -> None:
    """Raises BadRequest; `nan` and infinity are no places."""
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise BadRequest("call-place-nowhere")
    if accuracy_m is not None and not 0 <= accuracy_m <= FARTHEST_M:
        raise BadRequest("call-place-accuracy", most=FARTHEST_M / 1000)


@_action
def decide_kind(
    call: Call, *, kind: str, severity: str, by: Person, why: dict[str, Any] | None = None
) -> Call:
    """Says what it is about. `why`: {"by": "suggested" | "chosen", "words": [the words that spoke for it]}.

    Raises NotAllowed, BadRequest (a kind or severity unknown), Conflict (the record is closed).
    """
    if severity not in Severity.values:
        raise BadRequest("incident-severity", severity=severity[:20])
    if all(kind != value for _group, choices in kinds.choices() for value, _name in choices):
        raise BadRequest("call-kind", kind=kind[:60])
    fresh = open_record(call, by)
    fresh.kind, fresh.severity, fresh.kind_why = kind, severity, _why(why or {})
    fresh.save(update_fields=["kind", "severity", "kind_why"])
    tell("calls.changed", fresh, what="kind")
    return fresh


def _why(told: dict[str, Any]) -> dict[str, Any]:
    words = told.get("words")
    kept = [plain(str(word))[:60] for word in words[:20]] if isinstance(words, list) else []
    return {"by": "suggested" if told.get("by") == "suggested" else "chosen", "words": kept}


@_action
def answer_card(call: Call, *, card: str, version: int, answers: Mapping[str, Any], by: Person) -> Call:
    """Keeps answers of a protocol card, question by question: a later one replaces that of the same question alone.

    Another card (the kind was decided anew) begins with its own answers; the history keeps the old ones.
    """
    fresh = open_record(call, by)
    standing = fresh.answers if _is_card(fresh.answers, card, version) else {}
    merged = {**standing.get("answers", {}), **{plain(k)[:60]: _answer(v) for k, v in answers.items()}}
    if len(merged) > MOST_ANSWERS:
        raise BadRequest("call-answers-many", most=MOST_ANSWERS)
    fresh.answers = {"card": plain(card)[:120], "version": version, "answers": merged}
    fresh.save(update_fields=["answers"])
    tell("calls.changed", fresh, what="answers")
    return fresh


def _is_card(standing: dict[str, Any], card: str, version: int) -> bool:
    return (standing.get("card"), standing.get("version")) == (card, version)


def _answer(value: Any) -> Any:
    """Yes, no, a number or a short text; nothing else is an answer."""
    if value is None or isinstance(value, bool | int | float):
        return value
    return plain(str(value))[:LONGEST_ANSWER]
