"""The rules of a pack: what this room checks of them, takes of them, and remarks where a city has set its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dothi.kernel.calendar import COMMON
from dothi.kernel.clock import VIETNAM
from dothi.kernel.errors import BadRequest
from dothi.kernel.pack_contents import Content, Fault, Path, Remark, Told, bring
from dothi.rules import loading
from dothi.rules.actions import attributes_of
from dothi.rules.alarms.withdrawing import open_by_code
from dothi.rules.book import versions_in_force
from dothi.rules.expressions import compile_state
from dothi.rules.pack_check import check_rule
from dothi.rules.schedules.packs import codes_of

if TYPE_CHECKING:
    from dothi.accounts.models import Person

FOLDER = "rules"


def check(told: Told) -> Iterator[Fault]:
    """What is wrong with the rules, and whether they ask for what the pack's types have."""
    known, schedules = _attributes(told), COMMON.schedules.keys() | codes_of(told)
    seen: set[tuple[str, str]] = set()
    yield from _other_keys(told)
    for file, path, table in told.tables(FOLDER, "rule"):
        for key, message, fields in check_rule(table):
            yield Fault(file, (*path, key), message, fields)
        yield from _unknown(file, path, table, known, told)
        for key, code in sorted(_schedules(table)):
            if code not in schedules:
                fields = {"code": code, "known": ", ".join(sorted(schedules))}
                yield Fault(file, (*path, key), "rules-check-no-schedule", fields)
        which = (str(table.get("code")), str(table.get("valid_from")))
        if which in seen:
            yield Fault(file, (*path, "code"), "rules-check-twice", {"code": which[0], "day": which[1]})
        seen.add(which)


def _other_keys(told: Told) -> Iterator[Fault]:
    for file, tree in told.trees.items():
        if file.startswith(f"{FOLDER}/"):
            for key, value in tree.items():
                if (
                    key != "rule"
                    or not isinstance(value, list)
                    or not all(isinstance(one, dict) for one in value)
                ):
                    yield Fault(file, (key,), "rules-check-unknown-key", {"key": key})


def _attributes(told: Told) -> dict[str, set[str]]:
    """Type → its attributes, as the pack's JSON Schemas name them."""
    return {
        str(tree.get("title")): set(tree["properties"])
        for file, tree in told.trees.items()
        if file.startswith("types/") and isinstance(tree, dict) and isinstance(tree.get("properties"), dict)
    }


def _unknown(
    file: str, path: Path, table: dict[str, Any], known: dict[str, set[str]], told: Told
) -> Iterator[Fault]:
    type_ = str(table.get("type"))
    if type_ not in known:
        if type_ not in told.trees.get("pack.toml", {}).get("uses", ()):
            yield Fault(file, (*path, "type"), "rules-check-no-type", {"type": type_})
        return
    for key in ("condition", "clear", "attributes"):
        for name in sorted(_asked(table.get(key)) - known[type_]):
            yield Fault(file, (*path, key), "rules-check-no-attribute", {"attribute": name, "type": type_})


def _asked(value: Any) -> set[str]:
    """The attributes that a condition (or a list) names; none where it cannot be read, which is said elsewhere."""
    if isinstance(value, list):
        return {str(one) for one in value}
    try:
        return set(attributes_of(value, "")) if value else set()
    except BadRequest:
        return set()


def _schedules(table: dict[str, Any]) -> set[tuple[str, str]]:
    """The schedules that a rule names, with the key they stand under: common ones, or the pack's own."""
    named = {("when", str(table["when"]))} if table.get("when") else set()
    suppress = table.get("suppress")
    texts = {key: table.get(key) for key in ("condition", "clear")}
    texts["suppress"] = suppress.get("while") if isinstance(suppress, dict) else None
    for key, text in texts.items():
        try:
            asked = compile_state(text).schedules if text else ()
        except BadRequest:  # said elsewhere
            continue
        named |= {(key, code) for code in asked}
    return named


def load(told: Told, by: Person | None) -> list[str]:
    """Makes the rules of the pack those that it says; nothing said: all are taken out."""
    tables = [table for _file, _path, table in told.tables(FOLDER, "rule")]
    return loading.load_rules(told.code, told.version, tables, by=by, reason=told.why).codes


def remarks(told: Told) -> Iterator[Remark]:
    """A rule that the city has set itself stays as it is, whatever the pack brings; open alarms of one that goes are closed."""
    codes = {
        str(table.get("code")): str(table.get("type")) for _file, _path, table in told.tables(FOLDER, "rule")
    }
    held = versions_in_force()
    gone = [rule.code for rule in held if rule.pack == told.code and codes.get(rule.code) != rule.entity_type]
    for code, count in sorted(open_by_code(gone).items()):
        yield Remark(code, "rules-remark-open-alarms", {"count": count}, closing=count)
    for rule in held:
        if rule.code in codes and not rule.digest and not rule.withdrawn:
            fields = {
                "version": rule.version,
                "day": f"{rule.recorded_at.astimezone(VIETNAM):%d/%m/%Y}",
                "by": str(rule.changed_by or ""),
            }
            yield Remark(rule.code, "rules-remark-own", fields)


bring(Content(FOLDER, check, load, remarks))
