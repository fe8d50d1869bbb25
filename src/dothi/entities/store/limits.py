"""What a key may reach, held in every query: which entities as a condition on `e`, which attributes by what the tables show.

An attribute that a key may not see is nowhere for it: a statement for such a key begins with a CTE that has the very name of
the table and holds only what the key sees. Selecting, filtering, ordering, counting and telling then know of nothing else,
also in parts of a statement that are written later. For every other key the statement stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dothi.entities.core.names import is_named
from dothi.entities.core.selecting import in_scope, scope_patterns, scope_roots

Condition = tuple[str, dict[str, Any]]
_TERMS = "array(select id from entities_term where short = any(%(key_attributes)s) or iri = any(%(key_attributes)s))"
_SEEN = ", ".join(
    f"{table} as not materialized (select * from {table} where term_id = any({_TERMS}))"  # noqa: S608 - constants
    for table in ("entities_attribute", "entities_history")
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a key may reach in one tenant: id prefixes, short type names, units, scopes (§4.19), attributes; None: no limit.

    Reading asks less than writing (core.rows.Writer): an entity that is of one of these types, or in one of these scopes,
    may be read, whatever else it is.
    """

    prefixes: tuple[str, ...] | None = None
    types: frozenset[str] | None = None
    unit_ids: frozenset[int] | None = None
    tenant: int = 0  # there is no way beyond it (§4.14)
    scopes: tuple[str, ...] | None = None
    attributes: frozenset[str] | None = None  # short names or IRIs

    def sees(self, iri: str) -> bool:
        """May this attribute be seen?"""
        return self.attributes is None or is_named(iri, self.attributes)

    def within(self, scopes: Iterable[str] | None) -> bool:
        """Is an entity of these scopes within reach?"""
        return self.scopes is None or any(in_scope(scope, self.scopes) for scope in scopes or ())


def limited(limits: Limits) -> Condition:
    """Which entities, as a condition on `e`; its values hold those of `as_seen`, too."""
    parts: list[str] = []
    values = values_seen(limits)
    if limits.prefixes is not None:
        parts.append("exists (select from unnest(%(key_prefixes)s::text[]) p where starts_with(e.urn, p))")
        values["key_prefixes"] = list(limits.prefixes)
    if limits.types is not None:
        parts.append("e.types && array(select id from entities_term where short = any(%(key_types)s))")
        values["key_types"] = list(limits.types)
    if limits.unit_ids is not None:
        parts.append("e.unit_id = any(%(key_units)s)")
        values["key_units"] = list(limits.unit_ids)
    if limits.scopes is not None:
        if (
            roots := scope_roots(limits.scopes)
        ) is not None:  # what an index finds; the patterns say which of it
            parts.append("entities_above(e.scopes) && %(key_scope_roots)s::text[]")
            values["key_scope_roots"] = list(roots)
        parts.append("exists (select from unnest(e.scopes) s where s ~ any(%(key_scopes)s))")
        values["key_scopes"] = list(scope_patterns(limits.scopes))
    return " and ".join(parts) or "true", values


def values_seen(limits: Limits) -> dict[str, Any]:
    """What `as_seen` binds."""
    return {} if limits.attributes is None else {"key_attributes": list(limits.attributes)}


def as_seen(statement: str, limits: Limits) -> str:
    """The statement over the attributes, and their history, that may be seen."""
    if limits.attributes is None:
        return statement
    return f"with {_SEEN}, {rest}" if (rest := _after_with(statement)) else f"with {_SEEN} {statement}"


def _after_with(statement: str) -> str:
    """The CTEs of a statement that has some, and what follows."""
    lines = [line for line in statement.splitlines() if not line.startswith("--")]
    word, _, rest = "\n".join(lines).lstrip().partition(" ")
    return rest if word == "with" else ""
