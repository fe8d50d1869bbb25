"""The core context of CIM 009 v1.9: what differs from it reads other systems' names wrongly."""

from __future__ import annotations

import pytest

from dothi.entities.core.context import CORE, Context
from dothi.entities.core.core_context import DEFAULT, core_terms

NGSI = "https://uri.etsi.org/ngsi-ld/"


@pytest.mark.parametrize(
    ("name", "iri"),
    [
        ("title", "http://purl.org/dc/terms/title"),
        ("key", f"{NGSI}hasKey"),
        ("value", f"{NGSI}hasValue"),
        ("previousVocab", f"{NGSI}hasPreviousVocab"),
        ("containedBy", f"{NGSI}isContainedBy"),
        ("valueType", f"{NGSI}hasValueType"),
        ("orderBy", f"{NGSI}orderBy"),
        ("properties", "https://purl.org/geojson/vocab#properties"),
        ("langString", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"),
        ("expires", f"{DEFAULT}expires"),  # not a term of the core context: a name like any other
        ("attributeCount", f"{NGSI}attributeCount"),  # up to v1.8 it was told relative to @vocab
        ("ngsi-ld:anything", f"{NGSI}anything"),
        ("geojson:Point", "https://purl.org/geojson/vocab#Point"),
    ],
)
def test_terms(name: str, iri: str) -> None:
    assert CORE.expand(name) == iri


def test_every_term_comes_back() -> None:
    assert len(core_terms()) == 205
    for name, iri in core_terms().items():
        assert CORE.compact(iri) == name


def test_prefixes_are_used_to_shorten_and_are_protected() -> None:
    assert CORE.compact(f"{NGSI}anything") == "ngsi-ld:anything"
    assert Context({"ngsi-ld": "https://other.example/"}).expand("ngsi-ld:x") == f"{NGSI}x"
