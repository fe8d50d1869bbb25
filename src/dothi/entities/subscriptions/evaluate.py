"""Does an entity, as it stood when a change was made, fulfil `q`? The same meaning as core/query_sql.py, without a database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from operator import eq, ge, gt, le, lt
from typing import Any, NamedTuple

import msgspec

from dothi.entities.core.context import Context
from dothi.entities.core.patterns import compiled
from dothi.entities.core.query import And, Compare, Exists, Instant, Item, Node, Or, Range
from dothi.entities.core.represent import Head, Stored
from dothi.entities.core.rows import Kind, instant

_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {"==": eq, ">": gt, ">=": ge, "<": lt, "<=": le}
_TIMES = ("observedAt", "createdAt", "modifiedAt")
_MEMBERS = ("value", "object", "vocab", "languageMap", "json", "valueList", "objectList")
_NOT_COMPARED = (
    Kind.RELATIONSHIP,
    Kind.VOCAB,
    Kind.LIST_RELATIONSHIP,
)  # equal or unequal, nothing else (§4.9)
RowsOf = Callable[[str], Iterable[Stored]]  # the instances of an attribute, by its IRI


class Written(NamedTuple):
    """A date-time as a value: compared as an instant with one, as it was written with a text."""

    at: dt.datetime
    text: str


def holds(node: Node, context: Context, head: Head, rows_of: RowsOf) -> bool:
    """Is the query true for this entity?"""
    if isinstance(node, And):
        return all(holds(part, context, head, rows_of) for part in node.parts)
    if isinstance(node, Or):
        return any(holds(part, context, head, rows_of) for part in node.parts)
    name = node.path.names[0]
    if len(node.path.names) == 1 and not node.path.keys and name in ("createdAt", "modifiedAt"):
        at = head.created_at if name == "createdAt" else head.modified_at
        return isinstance(node, Exists) or _compared(node, [at], context)
    return any(_row_holds(row, node, context) for row in rows_of(context.expand(name)))


def _row_holds(row: Stored, node: Exists | Compare, context: Context) -> bool:
    values = list(_values(row, node, context))
    if isinstance(node, Exists) or not values:
        return bool(values)
    own = len(node.path.names) == 1 and not node.path.keys
    if own and row.kind in _NOT_COMPARED and node.operator not in ("==", "!="):
        return False
    return _compared(node, values, context, row.kind if own else Kind.PROPERTY)


def _values(row: Stored, node: Exists | Compare, context: Context) -> Iterator[Any]:
    """What a path of the query finds in one instance; an array that may be equal to a value is followed by its members."""
    names, keys = node.path.names, node.path.keys
    if len(names) == 2 and names[1] in _TIMES:
        if names[1] != "observedAt" or row.declared:
            yield {"observedAt": row.observed_at, "createdAt": row.created_at, "modifiedAt": row.modified_at}[
                names[1]
            ]
        return
    if len(names) == 2 and names[1] == "unitCode":
        yield from [row.unit_code] if row.unit_code else []
        return
    if len(names) == 1 and not keys:
        yield from _own(row, members=_asks_equality(node))
        return
    if len(names) == 1 and keys == ("*",):
        yield from msgspec.json.decode(row.json or "{}").values() if row.kind == Kind.LANGUAGE else ()
        return
    found = (
        _deep(msgspec.json.decode(row.json or "null"), keys)
        if len(names) == 1
        else _sub(row, names[1:], keys, context)
    )
    if found is not None:
        yield from _spread(found, members=_asks_equality(node))


def _asks_equality(node: Exists | Compare) -> bool:
    return isinstance(node, Compare) and node.operator in ("==", "!=") and not isinstance(node.value, Range)


def _own(row: Stored, *, members: bool) -> Iterator[Any]:
    if row.num is not None:
        yield row.num
    elif row.at is not None:
        yield Written(row.at, row.txt or "")
    elif row.txt is not None:
        yield row.txt
    else:
        value = msgspec.json.decode(row.json or "null")
        if row.kind == Kind.LANGUAGE and isinstance(value, dict):
            yield from value.values()
        yield from _spread(value, members=members)


def _spread(value: Any, *, members: bool) -> Iterator[Any]:
    if isinstance(value, dict) and "@value" in value:
        value = value["@value"]
    yield value
    if members and isinstance(value, list):
        yield from value


def _sub(row: Stored, names: tuple[str, ...], keys: tuple[str, ...], context: Context) -> Any:
    found = msgspec.json.decode(row.sub or "{}")
    for name in names:
        found = found.get(context.expand(name)) if isinstance(found, dict) else None
    if not isinstance(found, dict):
        return None
    value = next((found[member] for member in _MEMBERS if member in found), None)
    return _deep(value, keys)


def _deep(value: Any, keys: tuple[str, ...]) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _compared(node: Compare, values: list[Any], context: Context, kind: int = Kind.PROPERTY) -> bool:
    """Ranges, lists and negation, whatever is compared."""
    operator, wanted = node.operator, node.value
    if operator in ("~=", "!~="):
        texts = [value.text if isinstance(value, Written) else value for value in values]
        found = any(isinstance(text, str) and compiled(str(wanted)).search(text) for text in texts)
        return found is (operator == "~=")
    if isinstance(wanted, Range):
        one = kind != Kind.VOCAB and any(
            _fits(ge, v, wanted.low) and _fits(le, v, wanted.high) for v in values
        )
    else:
        test = eq if operator == "!=" else _OPERATORS[operator]
        items = wanted if isinstance(wanted, tuple) else (wanted,)
        one = any(_fits(test, value, _item(item, kind, context)) for value in values for item in items)
    return not one if operator == "!=" else one


def _item(item: Item, kind: int, context: Context) -> Item:
    return context.expand(item) if kind == Kind.VOCAB and isinstance(item, str) else item


def _fits(test: Callable[[Any, Any], bool], value: Any, wanted: Item) -> bool:
    """Only like is compared with like: true is no 1, a text no number."""
    if isinstance(value, Written):
        value = value.at if isinstance(wanted, Instant) else value.text
    if isinstance(wanted, Instant):
        return (
            test(value, wanted.text)
            if isinstance(value, str)
            else _is_time(value) and test(value, instant(wanted.us))
        )
    if isinstance(wanted, bool) or isinstance(value, bool):
        return type(value) is type(wanted) and test(value, wanted)
    if isinstance(wanted, float):
        return isinstance(value, (int, float)) and test(value, wanted)
    return isinstance(value, str) and test(value, wanted)


def _is_time(value: Any) -> bool:
    return hasattr(value, "tzinfo")
