"""scenarios/*.toml: a story that can be played: it names types, rules, procedures and categories that exist, in order of time,
begins with a value and ends with a closed case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from dothi.kernel.pack_contents import Path
from dothi.packs.check import attributes, categories, shape
from dothi.packs.folder import Complaint, PackFolder
from dothi.packs.scenario import FOLDER, VERBS, length

SEVERITIES = ("critical", "high", "medium", "low")


def _time(value: Any) -> shape.Wrong:
    return None if isinstance(value, dt.time) else ("packs-check-scenario-hour", {})


def _length(value: Any) -> shape.Wrong:
    try:
        length(value if isinstance(value, str) else "")
    except ValueError:
        return "packs-check-duration", {"value": str(value)}
    return None


def _place(value: Any) -> shape.Wrong:
    is_place = isinstance(value, list) and len(value) == 2 and not any(map(shape.number, value))
    return None if is_place else ("packs-check-scenario-place", {})


def _table(value: Any) -> shape.Wrong:
    return None if isinstance(value, dict) and value else ("packs-check-tables", {})


def _step_number(value: Any) -> shape.Wrong:
    return None if type(value) is int and value > 0 else ("packs-check-number", {})


def _opening(value: Any) -> shape.Wrong:
    """The rule of the alarm it is opened from, or a table for one opened by hand."""
    return None if isinstance(value, dict) else shape.code(value)


_SCENARIO = shape.Shape(
    needed={
        "code": shape.code,
        "name": shape.words,
        "about": shape.words,
        "source": shape.text,
        "certainty": shape.certainty,
        "entity": shape.tables,
        "step": shape.tables,
    },
    allowed={"begins": _time},
)
_ENTITY = shape.Shape(
    needed={"id": shape.code, "type": shape.text, "name": shape.words},
    allowed={"place": _place, "values": _table},
)
_ANY: dict[str, shape.Judge] = {"say": shape.words, "by": shape.code}
_OF_A_RULE: dict[str, shape.Judge] = {**_ANY, "on": shape.code}
_STEPS: dict[str, tuple[shape.Judge, dict[str, shape.Judge]]] = {  # verb → judge of its value, other keys
    "send": (_table, {**_ANY, "every": _length, "until": _length}),
    "quiet": (shape.code, _OF_A_RULE),
    "raised": (
        shape.code,
        {**_OF_A_RULE, "severity": shape.one_of(*SEVERITIES), "suppressed": shape.flag},
    ),
    "acknowledge": (shape.code, _OF_A_RULE),
    "open": (_opening, {**_OF_A_RULE, "sop": shape.code}),
    "done": (_step_number, {**_ANY, "sop": shape.code, "note": shape.words}),
    "skip": (_step_number, {**_ANY, "sop": shape.code, "reason": shape.words}),
    "write": (shape.words, _ANY),
    "move": (shape.one_of("working", "resolved"), {**_ANY, "reason": shape.words}),
    "cleared": (shape.code, _OF_A_RULE),
    "close": (shape.words, _ANY),
}
_HAND = shape.Shape(
    needed={"title": shape.words, "severity": shape.one_of(*SEVERITIES)}, allowed={"category": shape.text}
)
_NEEDED = ("send", "raised", "open", "close")  # from the first sign to the closed case


def check(pack: PackFolder) -> Iterator[Complaint]:
    for file in shape.files(pack, FOLDER):
        tree = pack.trees[file]
        yield from _SCENARIO.check(file, tree, ())
        yield from _entities(pack, file)
        steps = shape.rows(pack, file, "step")
        for path, row in steps:
            yield from _shaped(file, path, row)
            yield from _names(pack, file, path, row)
        yield from _in_time(file, steps)
        yield from _whole(file, steps)


def _entities(pack: PackFolder, file: str) -> Iterator[Complaint]:
    rows = shape.rows(pack, file, "entity")
    yield from shape.twice(file, rows, "id")
    for path, row in rows:
        yield from _ENTITY.check(file, row, path)
        yield from _values(pack, file, (*path, "values"), row.get("type"), row.get("values", {}))
        if row.get("type") not in pack.types() and not attributes.is_others(pack, str(row.get("type"))):
            yield Complaint(file, (*path, "type"), "packs-check-sample-type", {})


def _shaped(file: str, path: Path, row: Mapping[str, Any]) -> Iterator[Complaint]:
    verbs = [verb for verb in VERBS if verb in row]
    if len(verbs) != 1:
        yield Complaint(file, path, "packs-check-scenario-verb", {"known": ", ".join(VERBS)})
        return
    judge, others = _STEPS[verbs[0]]
    yield from shape.Shape({"at": _length, verbs[0]: judge}, others).check(file, row, path)
    if isinstance(row.get("open"), dict):
        yield from _HAND.check(file, row["open"], (*path, "open"))
    if ("every" in row) != ("until" in row):
        yield Complaint(file, (*path, "every"), "packs-check-scenario-every", {})
    if row.get("skip") is not None and "reason" not in row:
        yield Complaint(file, (*path, "reason"), "packs-check-key-missing", {"key": "reason"})


def _names(pack: PackFolder, file: str, path: Path, row: Mapping[str, Any]) -> Iterator[Complaint]:
    """What a step speaks of is there."""
    things = {str(one.get("id")): one.get("type") for _path, one in shape.rows(pack, file, "entity")}
    if "on" in row and row["on"] not in things:
        yield Complaint(file, (*path, "on"), "packs-check-scenario-entity", {"id": str(row["on"])})
    sent = row.get("send")
    for id_, values in sent.items() if isinstance(sent, dict) else ():
        if id_ not in things:
            yield Complaint(file, (*path, "send", id_), "packs-check-scenario-entity", {"id": id_})
        else:
            yield from _values(pack, file, (*path, "send", id_), things[id_], values)
    yield from _rules(pack, file, path, row)
    yield from _procedures(pack, file, path, row)
    opened = row.get("open")
    category = opened.get("category") if isinstance(opened, dict) else None
    if category is not None and category not in categories.codes(pack):
        yield Complaint(
            file, (*path, "open", "category"), "packs-check-no-categories", {"code": str(category)}
        )


def _values(pack: PackFolder, file: str, path: Path, type_: Any, values: Any) -> Iterator[Complaint]:
    """Values of attributes that the type has; what the system computes is not sent."""
    known = pack.attributes()
    for name in values if isinstance(values, dict) else ():
        yield from attributes.judge(pack, file, path, {"type": type_, "attribute": name}, name=name)
        if "x-derived" in known.get((str(type_), name), {}):
            yield Complaint(file, (*path, name), "packs-check-scenario-derived", {"attribute": name})


def _rules(pack: PackFolder, file: str, path: Path, row: Mapping[str, Any]) -> Iterator[Complaint]:
    severities: dict[str, set[str]] = {}
    for rule in shape.every(pack, "rules", "rule"):
        severities.setdefault(str(rule.get("code")), set()).add(str(rule.get("severity")))
    for verb in ("quiet", "raised", "acknowledge", "open", "cleared"):
        code = row.get(verb)
        if isinstance(code, str) and code not in severities:
            yield Complaint(file, (*path, verb), "packs-check-no-rules", {"code": code})
    raised = str(row.get("raised"))
    if row.get("severity") and raised in severities and row["severity"] not in severities[raised]:
        fields = {"told": ", ".join(sorted(severities[raised]))}
        yield Complaint(file, (*path, "severity"), "packs-check-scenario-severity", fields)


def _procedures(pack: PackFolder, file: str, path: Path, row: Mapping[str, Any]) -> Iterator[Complaint]:
    sops = {str(sop.get("code")): sop.get("step", []) for sop in shape.every(pack, "sops", "sop")}
    if "sop" in row and row["sop"] not in sops:
        yield Complaint(file, (*path, "sop"), "packs-check-scenario-sop", {"code": str(row["sop"])})
    for verb in ("done", "skip"):
        number, steps = row.get(verb), sops.get(str(row.get("sop")))
        if type(number) is not int or not isinstance(steps, list):
            continue
        if number > len(steps):
            yield Complaint(file, (*path, verb), "packs-check-scenario-step", {"count": len(steps)})
        elif verb == "skip" and not steps[number - 1].get("optional"):
            yield Complaint(file, (*path, verb), "packs-check-scenario-mandatory", {})


def _in_time(file: str, steps: list[tuple[Path, dict[str, Any]]]) -> Iterator[Complaint]:
    last = dt.timedelta(0)
    for path, row in steps:
        if "at" in row and not _length(row["at"]):
            at = length(row["at"])
            if at < last:
                yield Complaint(file, (*path, "at"), "packs-check-scenario-order", {})
            last = max(last, at)


def _whole(file: str, steps: list[tuple[Path, dict[str, Any]]]) -> Iterator[Complaint]:
    told = {key for _path, row in steps for key in row}
    for verb in _NEEDED:
        if steps and verb not in told:
            yield Complaint(file, ("step",), "packs-check-scenario-part", {"verb": verb})
