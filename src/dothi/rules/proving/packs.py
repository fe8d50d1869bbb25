"""The `proofs/` of a pack: read, held against its rules, and played before anything is loaded. Nothing of them is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from dothi.kernel.calendar import Calendar, calendar_of, day_of, schedule_of
from dothi.kernel.clock import VIETNAM
from dothi.kernel.errors import BadRequest
from dothi.kernel.pack_contents import Content, Fault, Path, Told, bring
from dothi.rules.book import Armed, arm
from dothi.rules.expressions import duration
from dothi.rules.loading import fields_of
from dothi.rules.models import Kind, Rule
from dothi.rules.pack_check import check_rule
from dothi.rules.proving.playing import Flaw, Proof, Values, flaw_of
from dothi.rules.schedules import packs as schedules

FOLDER = "proofs"
MORNING = dt.time(8)
EVERY = dt.timedelta(minutes=10)
_KEYS = {"rule", "valid_from", "begins", "every", "kept", "calm", "raises", "clears", "usual"}
_PHASES = ("kept", "calm", "raises", "clears", "usual")

Table = dict[str, Any]
Wrong = tuple[str, str, dict[str, Any]]  # key in the table, message, its fields


def check(told: Told) -> Iterator[Fault]:
    """What is wrong with the proofs, and every one that its rule does not keep. Of rules that are wrong themselves: nothing."""
    for file, tree in told.trees.items():
        if file.startswith(f"{FOLDER}/"):
            for key in sorted(set(tree) - {"proof"}):
                yield Fault(file, (key,), "rules-check-unknown-key", {"key": key})
    rules, calendar = _rules(told), _calendar(told)
    for file, path, table in told.tables(FOLDER, "proof"):
        for key, message, fields in _faults(table, rules, calendar):
            yield Fault(file, _at(path, key), message, fields)


def _at(path: Path, key: str) -> Path:
    return (*path, *key.split(".")) if key else path


def _rules(told: Told) -> dict[str, dict[dt.date, Table]]:
    """The versions of each rule that could be loaded."""
    found: dict[str, dict[dt.date, Table]] = {}
    for _file, _path, table in told.tables("rules", "rule"):
        if not check_rule(table):
            found.setdefault(table["code"], {})[table["valid_from"]] = table
    return found


def _calendar(told: Told) -> Calendar | None:
    """With the schedules of the pack; None where they are wrong themselves."""
    if any(schedules.check(told)):
        return None
    rows = (told.tables(schedules.FOLDER, name) for name in ("schedule", "day"))
    hours, days = ([table for _file, _path, table in each] for each in rows)
    return calendar_of(map(schedule_of, hours), map(day_of, days))


def _faults(
    table: Table, rules: dict[str, dict[dt.date, Table]], calendar: Calendar | None
) -> Iterator[Wrong]:
    versions = rules.get(str(table.get("rule")), {})
    if not versions:
        yield "rule", "rules-proof-no-rule", {"rule": str(table.get("rule", ""))[:80]}
        return
    day = table.get("valid_from", min(versions) if len(versions) == 1 else None)
    if day not in versions:
        days = ", ".join(each.isoformat() for each in sorted(versions))
        yield "valid_from", "rules-proof-which", {"rule": table["rule"], "days": days}
        return
    if calendar is None:
        return
    armed = arm(Rule(**fields_of(versions[day])), day, calendar)
    wrong = list(_shape(table, armed))
    yield from wrong
    if not wrong and (flaw := flaw_of(armed, _proof(table, armed))):
        yield _PHASE_OF[flaw], f"rules-proof-{flaw}", {"rule": table["rule"]}


_PHASE_OF = {Flaw.RINGS: "calm", Flaw.SILENT: "raises", Flaw.STAYS: "clears", Flaw.LONG: "every"}


def _shape(table: Table, armed: Armed) -> Iterator[Wrong]:
    for key in sorted(set(table) - _KEYS):
        yield key, "rules-check-unknown-key", {"key": key}
    is_threshold = armed.rule.kind == Kind.THRESHOLD
    for key in ("calm", *(("raises", "clears") if is_threshold else ())):
        if key not in table:
            yield "", "rules-check-missing", {"key": key}
    for key in ("raises", "clears", "usual"):
        if key in table and not is_threshold:
            yield key, "rules-proof-silence", {"key": key}
    if not isinstance(table.get("begins", MORNING), dt.time | dt.datetime):
        yield "begins", "rules-proof-begins", {}
    if _every(table) is None:
        yield "every", "rules-proof-every", {}
    yield from _values(table, armed)


def _every(table: Table) -> dt.timedelta | None:
    try:
        return (duration(table["every"]) or None) if "every" in table else EVERY
    except BadRequest:
        return None


def _values(table: Table, armed: Armed) -> Iterator[Wrong]:
    for phase in _PHASES:
        told = table.get(phase, {})
        if not isinstance(told, dict) or not all(_is_told(value, phase) for value in told.values()):
            yield phase, "rules-proof-values", {"key": phase}
            return
        for name in sorted(set(told) - set(armed.rule.attributes)):
            yield f"{phase}.{name}", "rules-proof-not-asked", {"attribute": name, "rule": armed.code}
    known = {*table.get("kept", {}), *table.get("calm", {})}
    missing = sorted(set(armed.rule.attributes) - known)
    if missing and armed.condition is not None:
        yield "calm", "rules-proof-untold", {"attributes": ", ".join(missing)}
    for name, _weeks in sorted(armed.habits):
        if name not in table.get("usual", {}):
            yield "", "rules-proof-usual", {"attribute": name}


def _is_told(value: Any, phase: str) -> bool:
    values = value if isinstance(value, list) and phase in {"calm", "raises", "clears"} else [value]
    return bool(values) and all(isinstance(one, str | bool | int | float) for one in values)


def _proof(table: Table, armed: Armed) -> Proof:
    every = _every(table)
    assert every is not None  # said by _shape
    calm, raises, clears = (_phase(table, name) for name in ("calm", "raises", "clears"))
    return Proof(_begin(table, armed), every, calm, raises, clears, table.get("usual", {}))


def _phase(table: Table, name: str) -> Values:
    told: Mapping[str, Any] = table.get("kept", {}) | table.get(name, {})
    return {key: value if isinstance(value, list) else [value] for key, value in told.items()}


def _begin(table: Table, armed: Armed) -> dt.datetime:
    """The day and hour that are said; else a working day soon after the rule holds, in the morning."""
    said = table.get("begins", MORNING)
    if isinstance(said, dt.datetime):
        return said if said.tzinfo else said.replace(tzinfo=VIETNAM)
    day = armed.rule.valid_from + dt.timedelta(days=7)
    while armed.calendar.day(day).off:
        day += dt.timedelta(days=1)
    return dt.datetime.combine(day, said, VIETNAM)


bring(Content(FOLDER, check))
