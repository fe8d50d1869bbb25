"""indicators/*.toml: figures that a leader follows, computed from entities or typed by people; dated, with source and certainty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from dothi.kernel.pack_contents import Path
from dothi.packs.check import attributes, shape
from dothi.packs.folder import Complaint, PackFolder

FOLDER = "indicators"


class Word(NamedTuple):
    """What a figure word asks for beside type and attribute: all of `needs`, one of `one_of`; `units` where it fixes them."""

    needs: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    overs: tuple[str, ...] = ("now", "hour", "day", "month")
    units: tuple[str, ...] = ()
    has_attribute: bool = True


_SOME = ("above", "at_most", "equals")
_TIMES = ("SEC", "MIN", "HUR", "DAY")
WORDS = {
    "mean": Word(),
    "min": Word(),
    "max": Word(),
    "sum": Word(),
    "count": Word(takes=_SOME),
    "share": Word(one_of=_SOME, units=("P1", "C62")),
    "last": Word(takes=("across",), overs=("hour", "day", "month")),
    "percentile": Word(needs=("percentile",)),
    "hours_over": Word(one_of=_SOME, takes=("holds",), overs=("hour", "day", "month"), units=_TIMES),
    "difference": Word(takes=("holds",), overs=("hour", "day", "month")),
    "sending": Word(units=("C62", "H87")),
    "alarms": Word(takes=("rules",), units=("C62", "H87"), has_attribute=False),
    "ratio": Word(one_of=("of", "denominator"), takes=("numerator",), has_attribute=False),
    "typed": Word(takes=("across",), overs=("day", "month"), has_attribute=False),
}
ADDING = {
    "sum",
    "count",
    "last",
    "hours_over",
    "difference",
    "sending",
    "alarms",
    "typed",
}  # what a ratio may be made of
KEEPING = {
    "mean",
    "min",
    "max",
    "sum",
    "last",
    "percentile",
    "difference",
}  # their unit is that of the attribute
_SHAPE = shape.Shape(
    needed={
        "code": shape.code,
        "valid_from": shape.day,
        "name": shape.words,
        "figure": shape.one_of(*WORDS),
        "over": shape.one_of("now", "hour", "day", "month"),
        "unit": shape.unit,
        "better": shape.one_of("low", "high", "none"),
        "source": shape.text,
        "certainty": shape.certainty,
    },
    allowed={
        "about": shape.words,
        "type": shape.text,
        "attribute": shape.text,
        "above": shape.number,
        "at_most": shape.number,
        "equals": lambda value: shape.texts(value if isinstance(value, list) else [value]),
        "target": shape.number,
        "owner": shape.code,
        "fresh": shape.duration,
        "holds": shape.duration,
        "of": shape.text,
        "numerator": shape.code,
        "denominator": shape.code,
        "across": shape.one_of("sum", "mean", "min", "max", "none"),
        "percentile": lambda value: None if shape.number(value) is None and 0 < value < 100 else ("packs-check-percentile", {}),
        "rules": shape.texts,
    },
)  # fmt: skip
_SPECIAL = {
    "above",
    "at_most",
    "equals",
    "holds",
    "of",
    "numerator",
    "denominator",
    "across",
    "percentile",
    "rules",
}


def check(pack: PackFolder) -> Iterator[Complaint]:
    for file in shape.files(pack, FOLDER):
        yield from shape.only(pack, file, "indicator")
        rows = shape.rows(pack, file, "indicator")
        yield from shape.twice(file, rows, "code", "valid_from")
        for path, row in rows:
            yield from _SHAPE.check(file, row, path)
            if (word := WORDS.get(str(row.get("figure")))) is not None:
                yield from _word(pack, file, path, row, word)


def codes(pack: PackFolder) -> set[str]:
    return {str(row.get("code")) for row in shape.every(pack, FOLDER, "indicator")}


def _word(pack: PackFolder, file: str, path: Path, row: dict[str, Any], word: Word) -> Iterator[Complaint]:
    """Whether the table says what its figure word needs, and nothing that it does not understand."""
    figure = str(row["figure"])
    pair = figure == "ratio" and "of" in row
    needed = [*word.needs, *(("type", "attribute") if word.has_attribute or pair else ())]
    for key in needed:
        if key not in row:
            yield Complaint(file, (*path, key), "packs-check-key-missing", {"key": key})
    if word.one_of and not set(word.one_of) & row.keys():
        fields = {"figure": figure, "keys": ", ".join(word.one_of)}
        yield Complaint(file, (*path, "figure"), "packs-check-figure-of-what", fields)
    known = {*word.needs, *word.one_of, *word.takes}
    for key in sorted((_SPECIAL & row.keys()) - known):
        fields = {"figure": figure, "known": ", ".join(sorted(known)) or "–"}
        yield Complaint(file, (*path, key), "packs-check-figure-does-not-take", fields)
    for key, possible in (("over", word.overs), ("unit", word.units)):
        if possible and key in row and row[key] not in possible:
            yield Complaint(file, (*path, key), "packs-check-choice", {"known": ", ".join(possible)})
    if word.has_attribute or pair:
        told: dict[str, Any] = {"type": row.get("type"), "attribute": row.get("attribute")}
        declared = pack.attributes().get((str(told["type"]), str(told["attribute"])), {}).get("x-unitCode")
        if figure in KEEPING and declared and "unit" in row:
            told["unit"] = row["unit"]
        yield from attributes.judge(pack, file, path, told)
    if pair:
        yield from attributes.judge(
            pack, file, path, {"type": row.get("type"), "of": row["of"], "attribute": row["of"]}
        )
    if figure == "ratio" and not pair:
        yield from _parts(pack, file, path, row)
    if figure == "alarms":
        yield from _rules(pack, file, path, row)


def _parts(pack: PackFolder, file: str, path: Path, row: dict[str, Any]) -> Iterator[Complaint]:
    """A ratio of indicators: both are of this pack, over the same period, and are sums."""
    known = {str(one.get("code")): one for one in shape.every(pack, FOLDER, "indicator")}
    for key in ("numerator", "denominator"):
        other = known.get(str(row.get(key)))
        if other is None:
            yield Complaint(file, (*path, key), "packs-check-no-indicator", {"code": str(row.get(key, ""))})
        elif other.get("figure") not in ADDING or other.get("over") != row.get("over"):
            yield Complaint(file, (*path, key), "packs-check-ratio-of-sums", {"code": str(row[key])})


def _rules(pack: PackFolder, file: str, path: Path, row: dict[str, Any]) -> Iterator[Complaint]:
    known = {str(one.get("code")) for one in shape.every(pack, "rules", "rule")}
    for code in row.get("rules", ()):
        if code not in known:
            yield Complaint(file, (*path, "rules"), "packs-check-no-rules", {"code": str(code)})
