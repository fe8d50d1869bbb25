"""The id of one instance in a temporal representation (CIM 009 §4.5.7 instanceId): made from its key, so a correction keeps it."""

from __future__ import annotations

import re
from typing import NamedTuple

_ID = re.compile(r"urn:ngsi-ld:Instance:(\d{1,18})-(\d{1,9})-(\d{1,9})-(\d{1,17})")


class InstanceKey(NamedTuple):
    """Numbers of entity, term and dataset, and the instant (µs)."""

    entity_id: int
    term_id: int
    dataset_id: int
    observed: int


def instance_id(key: InstanceKey) -> str:
    return "urn:ngsi-ld:Instance:" + "-".join(map(str, key))


def instance_key(text: str) -> InstanceKey | None:
    """None: no instance can have this id."""
    found = _ID.fullmatch(text)
    return None if found is None else InstanceKey(*map(int, found.groups()))
