"""Which subjects a key may publish on, and ids there and back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dothi.accounts.keys import Key
from dothi.kernel.origin import Origin
from dothi.streams import subjects


def key(**limits: Any) -> Key:
    whole: dict[str, Any] = {
        "id": "k", "kind": "device", "name": "k", "agency_id": None, "entity_types": frozenset(), "entity_prefixes": (),
        "unit_ids": None, "origin": Origin.LIVE, "ends_at": None,
    }  # fmt: skip
    return Key(**whole | limits)


A, B = "urn:ngsi-ld:A:", "urn:ngsi-ld:B:"


@pytest.mark.parametrize(
    ("limits", "allowed"),
    [
        ({}, ["dothi.live.>"]),
        ({"origin": Origin.REPLAYED}, ["dothi.replayed.>"]),
        ({"entity_prefixes": (A,)}, ["dothi.live.urn.ngsi-ld.A.>"]),
        ({"entity_prefixes": (A + "st.1",)}, ["dothi.live.urn.ngsi-ld.A.st//1.attrs"]),
        ({"entity_types": frozenset({"A"})}, ["dothi.live.urn.ngsi-ld.A.>"]),
        ({"entity_types": frozenset({"A"}), "entity_prefixes": (A + "x:", B)}, ["dothi.live.urn.ngsi-ld.A.x.>"]),
        ({"entity_types": frozenset({"A"}), "entity_prefixes": ("urn:ngsi-ld:",)}, ["dothi.live.urn.ngsi-ld.A.>"]),
        ({"entity_types": frozenset({"A"}), "entity_prefixes": (B,)}, []),
        ({"kind": "read"}, []),
        ({"unit_ids": frozenset({1})}, []),
        ({"entity_prefixes": ("urn:*:",)}, []),
        ({"entity_prefixes": ("urn:ngsi-ld:>",)}, []),
        ({"entity_prefixes": ("urn:ngsi-ld:A:x y",)}, []),
    ],
)  # fmt: skip
def test_the_subjects_of_a_key(limits: dict[str, Any], allowed: list[str]) -> None:
    assert subjects.allowed(key(**limits)) == allowed


@given(st.lists(st.text("abcđườ.-_1", min_size=1), min_size=1, max_size=5), st.sampled_from(Origin))
def test_an_id_comes_back_as_it_went(parts: list[str], origin: Origin) -> None:
    urn = "urn:ngsi-ld:" + ":".join(parts)
    assert subjects.is_carried(urn)
    topic = subjects.topic_of(urn, origin)
    assert subjects.entity_of(subjects.subject_of(topic)) == (origin, urn)
    assert subjects.readable(subjects.subject_of(topic)) == topic


@pytest.mark.parametrize(
    "subject", ["dothi.live.x", "dothi.attrs", "dothi.other.urn.x.attrs", "$MQTT.msgs.dothi.live.urn.x.other"]
)
def test_other_subjects_are_about_no_entity(subject: str) -> None:
    assert subjects.entity_of(subject) is None
