"""Values without a kind in a merge: those of key-values (CIM 009 §4.5.4), and single ones among attributes in other forms.

What is told alone takes the kind of the attribute that is held (§5.6.17.4, table 6.5.3.4-1); `shaped` gives it, once it is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dothi.entities.core.attributes import Rules, attribute, plain
from dothi.entities.core.geo import is_geometry
from dothi.entities.core.kinds import KIND_NAMES, NULL, columns_of, has_value, is_kind, is_text, stored_value
from dothi.entities.core.names import dataset_of, short
from dothi.entities.core.rows import Attribute, Kind, Merging
from dothi.kernel.errors import BadRequest

# key-values that say their kind all the same; lists as `represent` tells them
_TELLING = [{member} for member in ("languageMap", "json", "vocab", "valueList", "objectList")]


def simplified(index: int, name: str, term: str, raw: Any, rules: Rules) -> Iterator[Attribute]:
    """An attribute of a body that is told as key-values; several instances stand in `dataset`."""
    if isinstance(raw, dict) and raw.keys() == {"dataset"} and isinstance(raw["dataset"], dict):
        for dataset, value in raw["dataset"].items():
            yield _one(index, name, term, value, rules)._replace(dataset=dataset_of(dataset, name))
    else:
        yield _one(index, name, term, raw, rules)


def _one(index: int, name: str, term: str, raw: Any, rules: Rules) -> Attribute:
    """Who says key-values and sends an attribute with its type is understood."""
    if isinstance(raw, dict) and (is_kind(raw.get("type")) or raw.keys() in _TELLING):
        return attribute(index, name, term, raw, rules)
    return alone(index, name, term, raw)


def alone(index: int, name: str, term: str, raw: Any) -> Attribute:
    """A value of a kind that is not known yet."""
    return plain(index, name, term, raw)._replace(kind=Kind.BARE)


def shaped(a: Attribute, held: int | None, said: Merging) -> Attribute:
    """The attribute in its kind; `held`: that of the attribute it is merged into. Raises BadRequest for what does not fit."""
    name = short(a.term)
    if a.kind == Kind.BARE:
        return _of_kind(a, held, said, name)
    if not has_value(a):
        if held is None:
            raise BadRequest("attribute-without-value", attribute=name, member=KIND_NAMES[a.kind][1])
    elif said.simplified and held not in (None, a.kind) and a.txt != NULL:
        raise BadRequest("attribute-kind-differs", attribute=name)
    return a


def _of_kind(a: Attribute, held: int | None, said: Merging, name: str) -> Attribute:
    value, as_property = stored_value(a), a._replace(kind=Kind.PROPERTY)
    if held is None and is_geometry(value):
        return a._replace(kind=Kind.GEO)
    if held in (None, Kind.PROPERTY) or a.txt == NULL:
        return as_property
    if held == Kind.LANGUAGE and is_text(as_property):
        if said.lang is None:
            raise BadRequest("text-without-language", attribute=name)
        return as_property  # `lang` makes it a part of the map that is held
    num, txt, json, at = columns_of(Kind(held), value, name, said.context)
    return a._replace(kind=held, num=num, txt=txt, json=json, at=at)
