"""Types as packs declare them: the unit of each attribute, and a JSON Schema that judges key-values of an entity.

A schema is compiled once. `whole` judges an entity that comes complete; `part` judges what an update brings: the same
without what speaks of the entity as a whole (what must be there, which members depend on which).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, NamedTuple

import jsonschema_rs

_OF_THE_WHOLE = frozenset(
    {
        "required", "dependentRequired", "dependentSchemas", "minProperties", "if", "then", "else", "allOf", "anyOf", "oneOf",
        "not",
    }
)  # fmt: skip
_ABOUT_MEMBERS = frozenset({"required", "additionalProperties", "unevaluatedProperties"})
_LONGEST = 60


class Judgement(IntEnum):
    """What happens to a value that its type's schema does not allow; `judgement` in pack.toml."""

    NONE = 0
    FLAG = 1
    REJECT = 2


class Breach(NamedTuple):
    """A value that the schema does not allow: where (`pm25`, `address.street`), by which keyword, with which limit."""

    path: str
    keyword: str
    limit: str
    value: str

    @property
    def attribute(self) -> str:
        return self.path.partition(".")[0]


@dataclass(slots=True)
class Declared:
    """One type, by its short name."""

    short: str
    units: dict[str, str] = field(default_factory=dict)  # attribute → unit code
    judgement: Judgement = Judgement.NONE
    whole: jsonschema_rs.Draft202012Validator | None = None
    part: jsonschema_rs.Draft202012Validator | None = None

    def breaches(self, values: dict[str, Any], *, is_whole: bool) -> list[Breach]:
        """What of these key-values the schema does not allow."""
        validator = self.whole if is_whole else self.part
        if validator is None or validator.is_valid(values):
            return []
        return [_breach(error) for error in validator.iter_errors(values)]


def declared(short: str, schema: dict[str, Any], judgement: Judgement) -> Declared:
    """Compiles a type; ValueError when its schema is none, or points outside itself."""
    found = Declared(short, units_of(schema), judgement)
    if judgement != Judgement.NONE:
        found.whole = compiled(schema)
        found.part = compiled({key: rule for key, rule in schema.items() if key not in _OF_THE_WHOLE})
    return found


def units_of(schema: dict[str, Any]) -> dict[str, str]:
    """Attribute → declared unit code."""
    return {
        name: about["x-unitCode"]
        for name, about in schema.get("properties", {}).items()
        if isinstance(about, dict) and "x-unitCode" in about
    }


def compiled(schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
    """ValueError when it is no schema of JSON Schema 2020-12, or refers to another file: nothing is ever fetched."""
    try:
        return jsonschema_rs.Draft202012Validator(schema, validate_formats=True, retriever=_nowhere)
    except jsonschema_rs.ValidationError as error:
        raise ValueError(str(error.message).splitlines()[0][:300]) from error


def _nowhere(uri: str) -> Any:
    raise ValueError(uri)


def _breach(error: jsonschema_rs.ValidationError) -> Breach:
    keyword = str(error.schema_path[-1]) if error.schema_path else "schema"
    path = [str(part) for part in error.instance_path]
    limit = error.kind.value
    value = error.instance
    if keyword in _ABOUT_MEMBERS:  # the member that is missing or too much is where the mistake is
        path, limit, value = [*path, str(limit if isinstance(limit, str) else limit[0])], "", ""
    return Breach(".".join(path) or "@", keyword, _short(limit), _short(value))


def _short(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # numbers are kept as floats; -5 was sent, not -5.0
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
