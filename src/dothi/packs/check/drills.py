"""drills/*.toml: a timeline that can be played and targets that can be measured; it names what exists, in dated, sourced limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dothi.kernel.engines.held import PARTS
from dothi.kernel.pack_contents import Path
from dothi.packs.check import attributes, categories, shape
from dothi.packs.check.scenarios import _length, _place, _table
from dothi.packs.drill import FOLDER, KINDS, MEASURES, moves, seconds
from dothi.packs.folder import Complaint, PackFolder

NOBODYS = "010"  # numbers that are given to nobody begin so


def _caller(value: Any) -> shape.Wrong:
    is_nobodys = isinstance(value, str) and value.isdigit() and value.startswith(NOBODYS) and len(value) == 10
    return None if is_nobodys else ("packs-check-drill-caller", {"value": str(value)})


_DRILL = shape.Shape(
    needed={
        "code": shape.code,
        "name": shape.words,
        "about": shape.words,
        "source": shape.text,
        "certainty": shape.certainty,
        "lasts": _length,
        "target": shape.tables,
    },
    allowed={"crews": _table, **dict.fromkeys(KINDS, shape.tables)},
)
_CREWS = shape.Shape(
    needed={}, allowed={"heard": _length, "turnout": _length, "stay": _length, "speed_kmh": shape.number}
)
_STEPS: dict[str, shape.Shape] = {
    "call": shape.Shape(
        needed={
            "at": _length, "id": shape.code, "line": shape.text, "from": _caller, "said": shape.text, "place": _place,
            "address": shape.text, "kind": shape.text,
        },
        allowed={"patience": _length, "talk": _length, "same_as": shape.code, "asked": _table},
    ),
    "value": shape.Shape(
        needed={"at": _length, "type": shape.text, "values": _table},
        allowed={
            "id": shape.code, "urn": shape.text, "name": shape.words, "place": _place, "every": _length, "until": _length,
            "by": shape.one_of("http", "mqtt"),
        },
    ),
    "decline": shape.Shape(needed={"at": _length, "force": shape.text, "reason": shape.words}),
    "position": shape.Shape(needed={"at": _length, "force": shape.text, "place": _place}),
    "inject": shape.Shape(
        needed={"at": _length, "to": shape.code, "text": shape.words},
        allowed={"importance": shape.one_of("normal", "high", "critical")},
    ),
    "outage": shape.Shape(
        needed={"at": _length, "lasts": _length},
        allowed={"part": shape.one_of(*PARTS), "way": shape.one_of("push", "sms", "email", "voice", "loudspeaker")},
    ),
}  # fmt: skip
_TARGET = shape.Shape(
    needed={
        "code": shape.code,
        "measure": shape.one_of(*MEASURES),
        "valid_from": shape.day,
        "source": shape.text,
        "certainty": shape.certainty,
    },
    allowed={
        "within": _length, "metres": shape.number, "lines": shape.number, "share": shape.number, "role": shape.code,
        "of": shape.texts,
    },
)  # fmt: skip
# what each measure is limited by; None: yes or no
_LIMITS = {
    "answer": "within", "sent": "within", "arrived": "within", "acknowledged": "within", "opened": "within", "warned": "within",
    "place": "metres", "noted": "lines", "kind": None, "joined": None,
}  # fmt: skip
_OF_RULES = ("acknowledged", "opened")


def check(pack: PackFolder) -> Iterator[Complaint]:
    for file in shape.files(pack, FOLDER):
        tree = pack.trees[file]
        yield from _DRILL.check(file, tree, ())
        if isinstance(tree.get("crews"), dict):
            yield from _CREWS.check(file, tree["crews"], ("crews",))
        for kind in KINDS:
            for path, row in shape.rows(pack, file, kind) if kind in tree else ():
                yield from _STEPS[kind].check(file, row, path)
                yield from _in_time(file, path, row, tree)
        yield from _calls(pack, file)
        yield from _values(pack, file)
        yield from _outages(pack, file)
        yield from _targets(pack, file)


def _in_time(file: str, path: Path, row: Mapping[str, Any], tree: Mapping[str, Any]) -> Iterator[Complaint]:
    """Nothing happens after the end."""
    if _length(row.get("at")) or _length(tree.get("lasts")):
        return
    if seconds(row["at"]) > seconds(tree["lasts"]):
        yield Complaint(file, (*path, "at"), "packs-check-drill-late", {"lasts": str(tree["lasts"])})


def _calls(pack: PackFolder, file: str) -> Iterator[Complaint]:
    rows = shape.rows(pack, file, "call") if "call" in pack.trees[file] else []
    yield from shape.twice(file, rows, "id")
    known = {str(row.get("id")) for _path, row in rows}
    kinds = {f"{pack.code}.{code}" for code in categories.codes(pack)}
    for path, row in rows:
        if "same_as" in row and row["same_as"] not in known - {row.get("id")}:
            yield Complaint(file, (*path, "same_as"), "packs-check-drill-call", {"id": str(row["same_as"])})
        kind = str(row.get("kind"))
        if kind.startswith(f"{pack.code}.") and kind not in kinds:
            yield Complaint(file, (*path, "kind"), "packs-check-no-categories", {"code": kind})


def _values(pack: PackFolder, file: str) -> Iterator[Complaint]:
    for path, row in shape.rows(pack, file, "value") if "value" in pack.trees[file] else ():
        if ("id" in row) == ("urn" in row):
            yield Complaint(file, path, "packs-check-drill-thing", {})
        if ("every" in row) != ("until" in row):
            yield Complaint(file, (*path, "every"), "packs-check-scenario-every", {})
        values = row["values"] if isinstance(row.get("values"), dict) else {}
        for name, value in values.items():
            if isinstance(value, dict) and "from" in value and not _moves(row, value):
                yield Complaint(file, (*path, "values"), "packs-check-drill-moves", {"attribute": name})
        if row.get("type") not in pack.types():
            continue  # another pack's: judged where it is loaded
        for name in values:
            where = {"type": row["type"], "attribute": name}
            yield from attributes.judge(pack, file, (*path, "values"), where, name=name)


def _moves(row: Mapping[str, Any], value: Mapping[str, Any]) -> bool:
    """From a number to a number, told more than once."""
    numbers = all(isinstance(one, int | float) and not isinstance(one, bool) for one in value.values())
    return moves(value) and numbers and "every" in row


def _outages(pack: PackFolder, file: str) -> Iterator[Complaint]:
    for path, row in shape.rows(pack, file, "outage") if "outage" in pack.trees[file] else ():
        if ("part" in row) == ("way" in row):
            yield Complaint(file, path, "packs-check-drill-outage", {})


def _targets(pack: PackFolder, file: str) -> Iterator[Complaint]:
    rows = shape.rows(pack, file, "target")
    yield from shape.twice(file, rows, "code", "valid_from")
    calls = {str(row.get("id")) for row in pack.trees[file].get("call", ()) if isinstance(row, dict)}
    rules = {str(rule.get("code")) for rule in shape.every(pack, "rules", "rule")}
    for path, row in rows:
        yield from _TARGET.check(file, row, path)
        needed = _LIMITS.get(str(row.get("measure")))
        if needed and needed not in row:
            yield Complaint(file, (*path, needed), "packs-check-key-missing", {"key": needed})
        of_rules = row.get("measure") in _OF_RULES
        for one in row.get("of", ()) if isinstance(row.get("of"), list) else ():
            if one not in (rules if of_rules else calls):
                key = "packs-check-no-rules" if of_rules else "packs-check-drill-call"
                yield Complaint(file, (*path, "of"), key, {"code": str(one), "id": str(one)})
