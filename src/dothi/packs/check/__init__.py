"""What is wrong with a pack, said before anything is loaded: one module per aspect, each `check(pack)` yields complaints.

What belongs to rooms beside this one (rules, mappings) is checked by functions that the caller hands in: `Checks`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dothi.packs.check import attributes, files, manifest, ranges, samples, simulator, strings, types
from dothi.packs.folder import Complaint, PackFolder

RuleCheck = Callable[[dict[str, Any]], Iterable[tuple[str, str, dict[str, Any]]]]
MappingCheck = Callable[[Path], tuple[str, str, dict[str, Any]] | tuple[str, list[tuple[str, str]]]]

ASPECTS = (files, manifest, types, strings, ranges, samples, simulator, attributes)


@dataclass(frozen=True, slots=True)
class Checks:
    """Checks of other rooms: one `[[rule]]` table → complaints; a mapping file → (type, attribute) pairs it fills, or raises."""

    rule: RuleCheck | None = None
    mapping: Callable[[Path], list[tuple[str, str, str | None]]] | None = None


def check_pack(pack: PackFolder, checks: Checks | None = None) -> list[Complaint]:
    """Every complaint, in the order of the files; empty when the pack can be loaded."""
    found = list(pack.complaints)
    for aspect in ASPECTS:
        found += aspect.check(pack)
    if checks and checks.rule:
        found += _rules(pack, checks.rule)
    if checks and checks.mapping:
        found += _mappings(pack, checks.mapping)
    return found


def _rules(pack: PackFolder, check: RuleCheck) -> list[Complaint]:
    found = []
    for name, tree in pack.below("rules").items():
        for table in tree.get("rule", []):
            where = str(table.get("code", "?"))
            found += [
                Complaint(f"rules/{name}", f"{where}.{key}", message, fields)
                for key, message, fields in check(table)
            ]
    return found


def _mappings(
    pack: PackFolder, check: Callable[[Path], list[tuple[str, str, str | None]]]
) -> list[Complaint]:
    """Each mapping must parse and fill attributes that the pack's types have, in their unit."""
    from dothi.kernel.errors import DothiError

    known, found = pack.attributes(), []
    for name in pack.below("mappings"):
        try:
            filled = check(pack.path / "mappings" / name)
        except DothiError as error:
            found.append(
                Complaint(
                    f"mappings/{name}",
                    str(error.fields.get("where", "—")),
                    f"error-{error.code}",
                    error.fields,
                )
            )
            continue
        for type_, attribute, unit in filled:
            found += attributes.judge(
                f"mappings/{name}", attribute, known.get((type_, attribute)), type_, unit
            )
    return found
