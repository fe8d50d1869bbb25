"""The command bar's grammar: Vietnamese verbs with or without accents, completed from their beginning. Pure: knows no row.

    /dn 114-VT-01                        a unit's short state code is a verb
    /cb 115-VT-02 Bệnh viện Vũng Tàu     a state that needs a destination or a reason takes it after the unit
    /trangthai 115-VT-02 bv Vũng Tàu cb  the state word is read from the END, what stands between is the note
    /gui 114-VT-01 114-VT-02 VV-2026-000123

A unit or a case is only named here; whether it exists, and for whom, is asked by `carrying_out`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from dothi.forces import workflow
from dothi.kernel.errors import BadRequest

LONGEST = 400  # characters of one line
_CASE = re.compile(r"vv-\d{4}-\d{1,9}|\d{1,6}")
_CALL = re.compile(r"cg-\d{4}-\d{1,9}")


def bare(text: str) -> str:
    """`Đến nơi` → `den noi`: as somebody types who has no time for accents."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


@dataclass(frozen=True, slots=True)
class Verb:
    """`forms`: how it may be typed, bare, the first one is what completion writes; `takes` what follows it."""

    name: str
    forms: tuple[str, ...]
    takes: str  # unit-note | unit-state | units | call | text | case | service | outcome | nothing
    state: str = ""


VERBS = (
    Verb("take", ("nhan", "tra loi", "nhan cuoc goi"), "call"),
    Verb("send", ("gui", "dieu", "giao", "dg", "dieu xe", "gui xe"), "units"),
    Verb("recall", ("thu hoi", "goi ve"), "unit-note"),
    Verb("state", ("trang thai", "tt"), "unit-state"),
    Verb("safe", ("diem danh", "an toan"), "unit-note"),
    Verb("open", ("mo vu viec", "mo", "mo vu"), "nothing"),
    Verb("attach", ("gan", "gan vao vu"), "case"),
    Verb("hand", ("chuyen", "chuyen cuoc goi"), "service"),
    Verb("return", ("goi lai",), "call"),
    Verb("note", ("ghi", "ghi chu"), "text"),
    Verb("case", ("vu", "vu viec", "xem"), "case"),
    Verb("find", ("tim", "tim kiem"), "text"),
    Verb("next", ("tiep", "tiep theo", "ket thuc"), "nothing"),
    Verb("help", ("tro giup", "?", "giup"), "nothing"),
)


@dataclass(frozen=True, slots=True)
class Command:
    """What a line asks for. Names are as typed, `note` and `text` with their accents."""

    verb: str
    units: tuple[str, ...] = ()
    state: str = ""
    note: str = ""
    case: str = ""
    call: str = ""


def verbs() -> tuple[Verb, ...]:
    """All of them: the desk's own and the short code of every state that a person sets (a unit is alerted by being sent)."""
    codes = ((code, state) for code, state in workflow.SHORT.items() if state is not workflow.State.ALERTED)
    return (*VERBS, *(Verb("state", (code,), "unit-note", state.value) for code, state in codes))


def parse(line: str) -> Command:
    """The command in `line` (with or without its `/`).

    Raises BadRequest with what is missing and how it is written: an unknown or ambiguous verb, no unit, a state that needs a
    reason or a destination and has none.
    """
    words = line.strip().removeprefix("/").split()
    if not words or len(line) > LONGEST:
        raise BadRequest("desk-line-empty")
    verb, rest = _verb(words)
    return _READERS[verb.takes](verb, rest)


def _verb(words: list[str]) -> tuple[Verb, list[str]]:
    """The longest form that the line begins with; else the one verb that begins as its first word does."""
    said = [bare(word) for word in words]
    exact = [
        (len(form.split()), verb)
        for verb in verbs()
        for form in _spellings(verb)
        if said[: len(form.split())] == form.split()
    ]
    if exact:
        taken, verb = max(exact, key=lambda one: one[0])
        return verb, words[taken:]
    begun = [verb for verb in verbs() if any(form.startswith(said[0]) for form in _spellings(verb))]
    if len(begun) == 1:
        return begun[0], words[1:]
    if begun:
        raise BadRequest(
            "desk-verb-ambiguous", verb=words[0], verbs=", ".join(f"/{one.forms[0]}" for one in begun)
        )
    near = get_close_matches(
        said[0], [form for verb in verbs() for form in _spellings(verb)], n=3, cutoff=0.6
    )
    raise BadRequest(
        "desk-verb-near" if near else "desk-verb-unknown",
        verb=words[0],
        verbs=", ".join(f"/{one}" for one in near),
    )


def _spellings(verb: Verb) -> tuple[str, ...]:
    """Also written together: `/goilai`, `/trangthai`."""
    return (*verb.forms, *(form.replace(" ", "") for form in verb.forms if " " in form))


def _unit_note(verb: Verb, rest: list[str]) -> Command:
    if not rest:
        raise BadRequest("desk-needs-unit", verb=verb.forms[0])
    note = " ".join(rest[1:])
    if verb.state:
        _refuse_short(verb.state, note, rest[0])
    return Command(verb.name, units=(rest[0],), state=verb.state, note=note)


def _unit_state(verb: Verb, rest: list[str]) -> Command:
    if len(rest) < 2:
        raise BadRequest("desk-needs-state", verb=verb.forms[0])
    state, taken = _state_at_end(rest[1:])
    note = " ".join(rest[1 : len(rest) - taken])
    _refuse_short(state, note, rest[0])
    return Command(verb.name, units=(rest[0],), state=state, note=note)


def _state_at_end(words: list[str]) -> tuple[str, int]:
    """The state that the last words name, and how many they are: a note may hold any word, the last one decides."""
    said = [bare(word) for word in words]
    for taken in range(min(3, len(said)), 0, -1):
        if state := states().get(" ".join(said[-taken:])):
            return state, taken
    raise BadRequest("desk-state-unknown", state=words[-1], states=", ".join(workflow.SHORT))


def states() -> dict[str, str]:
    """Short codes and whole words, bare, of every state."""
    short = {code: state.value for code, state in workflow.SHORT.items()}
    return short | {bare(words): value for words, value in _LONG.items()}


_LONG = {
    "sẵn sàng": "available",
    "được giao": "alerted",
    "lên đường": "en-route",
    "đến nơi": "on-scene",
    "chở bệnh": "transporting",
    "tại viện": "at-hospital",
    "quay về": "returning",
    "nghỉ": "resting",
    "ngoài phiên": "off-duty",
    "hỏng": "out-of-service",
}


def _refuse_short(state: str, note: str, unit: str) -> None:
    needed = workflow.needs(workflow.State(state))
    if needed and not note:
        code = next(code for code, one in workflow.SHORT.items() if one.value == state)
        raise BadRequest(f"desk-state-needs-{needed}", state=state, line=f"/{code} {unit}")


def _units(verb: Verb, rest: list[str]) -> Command:
    """Units, and at most one case anywhere among them."""
    cases = [word for word in rest if _CASE.fullmatch(word.lower())]
    units = tuple(dict.fromkeys(word for word in rest if word not in cases))
    if not units:
        raise BadRequest("desk-needs-unit", verb=verb.forms[0])
    if len(cases) > 1:
        raise BadRequest("desk-one-case", cases=", ".join(cases))
    return Command(verb.name, units=units, case=cases[0].upper() if cases else "")


def _call(verb: Verb, rest: list[str]) -> Command:
    if rest and not _CALL.fullmatch(rest[0].lower()):
        raise BadRequest("desk-call-code", call=rest[0])
    return Command(verb.name, call=rest[0].upper() if rest else "")


def _case(verb: Verb, rest: list[str]) -> Command:
    if not rest or not _CASE.fullmatch(rest[0].lower()):
        raise BadRequest("desk-needs-case", verb=verb.forms[0])
    return Command(verb.name, case=rest[0].upper())


def _text(verb: Verb, rest: list[str]) -> Command:
    if not rest:
        raise BadRequest("desk-needs-text", verb=verb.forms[0])
    return Command(verb.name, note=" ".join(rest))


def _service(verb: Verb, rest: list[str]) -> Command:
    if not rest:
        raise BadRequest("desk-needs-service", verb=verb.forms[0])
    return Command(verb.name, units=(rest[0],), note=" ".join(rest[1:]))


def _nothing(verb: Verb, rest: list[str]) -> Command:
    return Command(verb.name, note=" ".join(rest))


_READERS = {
    "unit-note": _unit_note,
    "unit-state": _unit_state,
    "units": _units,
    "call": _call,
    "case": _case,
    "text": _text,
    "service": _service,
    "nothing": _nothing,
}


def completions(line: str, units: Iterable[str], cases: Iterable[str] = (), limit: int = 8) -> list[str]:
    """Whole lines that the typed one may become: verbs while the first word stands, then units, cases, states."""
    typed = line.removeprefix("/")
    said = bare(typed).lstrip()
    open_verbs = [
        f"/{form} "
        for verb in verbs()
        for form in verb.forms[:1]
        if form.startswith(said) and form != said.rstrip()
    ]
    if " " not in said or open_verbs:
        return open_verbs[:limit]
    try:
        verb, _ = _verb(typed.split())
    except BadRequest:
        return []
    *before, last = typed.split(" ")
    offered = _offered(verb, said, units, cases)
    begun = [one for one in offered if _squeezed(one).startswith(_squeezed(last))] if last else offered
    return [f"/{' '.join([*before, one])} " for one in begun[:limit]]


def _offered(verb: Verb, said: str, units: Iterable[str], cases: Iterable[str]) -> list[str]:
    words = said.split(" ")
    if verb.takes == "case":
        return list(cases)
    if verb.takes == "units":
        return [*units, *cases]
    if verb.takes == "unit-state" and len(words) > len(verb.forms[0].split()) + 1 and not verb.state:
        return list(workflow.SHORT)
    return list(units) if verb.takes in ("unit-note", "unit-state") else []


def _squeezed(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", bare(name))


def same_unit(left: str, right: str) -> bool:
    """Is it the same call sign? `114vt01`, `114 vt 01` and `114-VT-01` are."""
    return _squeezed(left) == _squeezed(right)


def ends_alike(call_sign: str, typed: str) -> bool:
    """Is the end of the call sign meant? `vt01` for `114-VT-01`, as it is said on the radio."""
    return len(_squeezed(typed)) > 1 and _squeezed(call_sign).endswith(_squeezed(typed))
