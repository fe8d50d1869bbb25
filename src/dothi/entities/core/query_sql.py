"""The tree of a query → a condition on `e` (entities_entity), with every value bound (CIM 009 §4.9 semantics).

A comparison holds when some instance of the attribute fulfils it. `!=` holds when what it names is there and not equal.
An array is equal to a value when it contains it. Which instances there are is told by `Instances`: those of now, or of a time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dothi.entities.core.context import Context
from dothi.entities.core.query import And, Compare, Exists, Instant, Item, Node, Or, Path, Range, terms
from dothi.entities.core.rows import instant

_SQL_OPERATORS = {"==": "=", "!=": "=", ">": ">", ">=": ">=", "<": "<", "<=": "<="}
_TIMES = ("observedAt", "createdAt", "modifiedAt")
_TARGETS = (  # the ids that a relationship holds: one, or a list
    "case when a.txt is not null then array[a.txt]"
    " when jsonb_typeof(a.json) = 'array' then array(select jsonb_array_elements_text(a.json)) end"
)
_NOT_COMPARED = " and a.kind not in (2, 5, 7)"  # a relationship or a word of a vocabulary is equal or unequal, nothing else (§4.9)
_MEMBERS = ("value", "object", "vocab", "languageMap", "json", "valueList", "objectList")


@dataclass(frozen=True, slots=True)
class Instances:
    """Where those stand that a query is judged by: as rows `a` of an entity `e`."""

    rows: str  # what follows `from`; {term} is the attribute
    created: str
    modified: str
    hold_values: bool = True  # an end holds none: it is there, and compares as nothing

    def of(self, term: str) -> str:
        return self.rows.format(term=term)

    def time(self, name: str) -> str:
        return {"createdAt": self.created, "modifiedAt": self.modified}.get(name, "a.observed_at")


NOW = Instances(
    "entities_attribute a where a.entity_id = e.id and a.term_id = {term}", "a.created_at", "a.modified_at"
)


def names_of(node: Node, context: Context) -> set[str]:
    """The IRIs of the attributes, and of the types of linked entities, that a query names."""
    return {context.expand(name) for term in terms(node) for name in _names_in(term.path)}


def patterns_of(node: Node) -> list[str]:
    """The regular expressions of a query."""
    return [str(t.value) for t in terms(node) if isinstance(t, Compare) and t.operator in ("~=", "!~=")]


def _names_in(path: Path) -> Iterator[str]:
    yield path.names[0]
    if path.linked:
        yield from path.types
        yield from _names_in(path.linked)


def to_sql(
    node: Node,
    context: Context,
    ids: Mapping[str, int],
    *,
    guard: str = "true",
    instances: Instances = NOW,
) -> tuple[str, dict[str, Any]]:
    """The condition and its values; `ids` are the term ids of `names_of`, `guard` what holds of every linked entity that counts."""
    values: dict[str, Any] = {}
    return _Writer(context, ids, values, guard, instances).node(node), values


def sub_value(bound: str) -> str:
    """The value of a sub-attribute, whatever its kind; `bound` names its path of IRIs."""
    return "coalesce(" + ", ".join(f"(a.sub #> {bound}::text[]) -> '{member}'" for member in _MEMBERS) + ")"


class _Writer:
    def __init__(
        self,
        context: Context,
        ids: Mapping[str, int],
        values: dict[str, Any],
        guard: str,
        instances: Instances,
    ) -> None:
        self.context, self.ids, self.values, self.guard, self.instances = (
            context,
            ids,
            values,
            guard,
            instances,
        )

    def bind(self, value: Any) -> str:
        name = f"q{len(self.values)}"
        self.values[name] = value
        return f"%({name})s"

    def node(self, node: Node) -> str:
        if isinstance(node, And):
            return "(" + " and ".join(map(self.node, node.parts)) + ")"
        if isinstance(node, Or):
            return "(" + " or ".join(map(self.node, node.parts)) + ")"
        name = node.path.names[0]
        if node.path.linked is not None:
            return self.of_linked(node, node.path.linked)
        if len(node.path.names) == 1 and not node.path.keys and name in ("createdAt", "modifiedAt"):
            return self.of_entity(node)
        if isinstance(node, Compare) and not self.instances.hold_values:
            return "false"
        term = self.bind(self.ids[self.context.expand(name)])
        return f"exists (select from {self.instances.of(term)} and {self.condition(node)})"

    def of_linked(self, node: Exists | Compare, path: Path) -> str:
        """The condition of the entities that a relationship points at: inside, `e` is one of those."""
        term = self.bind(self.ids[self.context.expand(node.path.names[0])])
        types = [self.ids[self.context.expand(name)] for name in node.path.types]
        of_type = f" and e.types && {self.bind(types)}::int[]" if types else ""
        return (
            f"exists (select from entities_attribute a where a.entity_id = e.id and a.term_id = {term} and a.kind in (2, 7)"  # noqa: S608 - names are bound
            f" and exists (select from entities_entity e where e.urn = any({_TARGETS}) and e.tenant_id = %(tenant)s"
            f" and e.deleted_at is null and {self.guard}{of_type} and {self.node(replace(node, path=path))}))"
        )

    def of_entity(self, node: Exists | Compare) -> str:
        """createdAt and modifiedAt of the entity itself."""
        column = "e.created_at" if node.path.names[0] == "createdAt" else "e.modified_at"
        return (
            "true"
            if isinstance(node, Exists)
            else self.compared(node, lambda op, v: self.time(column, op, v))
        )

    def condition(self, node: Exists | Compare) -> str:
        path = node.path
        if len(path.names) == 2 and path.names[1] in _TIMES:
            column = self.instances.time(path.names[1])
            declared = " and a.declared" if path.names[1] == "observedAt" else ""
            if isinstance(node, Exists):
                return f"true{declared}"
            return self.compared(node, lambda op, v: self.time(column, op, v)) + declared
        if len(path.names) == 2 and path.names[1] == "unitCode":
            if isinstance(node, Exists):
                return "a.unit_code is not null"
            told = self.compared(node, lambda op, v: self.text("a.unit_code", op, v))
            return f"a.unit_code is not null and {told}"
        if len(path.names) == 1 and not path.keys:
            if isinstance(node, Exists):
                return "true"
            bare = "" if node.operator in ("==", "!=") else _NOT_COMPARED
            return self.compared(node, self.of_value) + bare
        if path.names[1:] == () and path.keys == ("*",):
            return self.of_languages(node)
        return self.of_json(node)

    def of_languages(self, node: Exists | Compare) -> str:
        """Any language of a LanguageProperty."""
        if isinstance(node, Exists):
            return "a.kind = 4"
        return "a.kind = 4 and " + self.compared(
            node, lambda op, v: self.spoken(op, self.bind(_text(v))) if _is_text(v) else "false"
        )

    def compared(self, node: Compare, one: Callable[[str, Item], str]) -> str:
        """Ranges, lists and negation, whatever is compared."""
        value = node.value
        if node.operator in ("~=", "!~="):
            text = f"({one('~', value)})"  # type: ignore[arg-type]
        elif isinstance(value, Range):
            text = f"(({one('>=', value.low)}) and ({one('<=', value.high)}))"
        elif isinstance(value, tuple):
            text = "(" + " or ".join(f"({one('=', item)})" for item in value) + ")"
        else:
            text = f"({one(_SQL_OPERATORS[node.operator], value)})"
        return f"not coalesce({text}, false)" if node.operator in ("!=", "!~=") else text

    def of_value(self, op: str, value: Item) -> str:
        """The attribute's own value, in its typed columns."""
        if isinstance(value, bool):
            told = self.bind(json.dumps(value))
            own = f"jsonb_typeof(a.json) = 'boolean' and a.json {op} {told}::jsonb"
            return f"({own}) or {self.contains(op, value)}"
        if isinstance(value, float):
            return f"a.num {op} {self.bind(value)} or {self.contains(op, value)}"
        if isinstance(value, Instant):
            at, written = self.bind(instant(value.us)), self.of_text(op, value.text)
            return f"a.at {op} {at} or (a.at is null and ({written}))"
        return self.of_text(op, value)

    def of_text(self, op: str, value: str) -> str:
        bound = self.bind(value)
        text = f"(a.kind <> 5 and a.txt {op} {bound})"
        spoken = f"(a.kind = 4 and {self.spoken(op, bound)})"
        if op != "=":
            return f"{text} or {spoken}"
        vocab = self.bind(self.context.expand(value))
        in_vocab = f"(a.kind = 5 and (a.txt = {vocab} or a.json @> to_jsonb({vocab}::text)))"
        return f"{text} or {spoken} or {in_vocab} or {self.contains(op, value)}"

    def spoken(self, op: str, bound: str) -> str:
        return f"exists (select from jsonb_each_text(a.json) l where l.value {op} {bound})"

    def contains(self, op: str, value: Item) -> str:
        if op != "=":
            return "false"
        return f"(jsonb_typeof(a.json) = 'array' and a.json @> {self.bind(json.dumps(value))}::jsonb)"

    def text(self, column: str, op: str, value: Item) -> str:
        return f"{column} {op} {self.bind(_text(value))}" if _is_text(value) else "false"

    def time(self, column: str, op: str, value: Item) -> str:
        return f"{column} {op} {self.bind(instant(value.us))}" if isinstance(value, Instant) else "false"

    def of_json(self, node: Exists | Compare) -> str:
        """A sub-attribute, or a key inside the value. What is not there is not unequal either."""
        source = self.located(node.path)
        there = f"jsonb_typeof({source}) <> 'null'"
        if isinstance(node, Exists):
            return there
        return f"{there} and " + self.compared(node, lambda op, v: self.in_json(source, op, v))

    def located(self, path: Path) -> str:
        if len(path.names) == 1:
            base = "a.json"
        else:
            base = sub_value(self.bind([self.context.expand(name) for name in path.names[1:]]))
        if not path.keys:
            return base
        return f"({base} #> {self.bind(list(path.keys))}::text[])"

    def in_json(self, source: str, op: str, value: Item) -> str:
        if isinstance(value, float):
            number = self.bind(value)
            text = f"jsonb_typeof({source}) = 'number' and {source} {op} to_jsonb({number}::float8)"
        elif isinstance(value, bool):
            told = self.bind(json.dumps(value))
            text = f"jsonb_typeof({source}) = 'boolean' and {source} {op} {told}::jsonb"
        else:
            bound = self.bind(_text(value))
            is_text = f"(jsonb_typeof({source}) = 'string' or {source} ? '@value')"
            text = f"{is_text} and coalesce({source} ->> '@value', {source} #>> array[]::text[]) {op} {bound}"
        if op != "=":
            return text
        inside = self.bind(json.dumps(value.text if isinstance(value, Instant) else value))
        return f"({text}) or (jsonb_typeof({source}) = 'array' and {source} @> {inside}::jsonb)"


def _text(value: Item) -> str:
    if isinstance(value, Instant):
        return value.text
    return json.dumps(value) if isinstance(value, (bool, float)) else value


def _is_text(value: Item) -> bool:
    """Only like is compared with like: a text is no number."""
    return isinstance(value, (str, Instant))
