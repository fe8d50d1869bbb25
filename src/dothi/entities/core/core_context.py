"""The core contexts v1.3 to v1.9, carried along: no network is needed to know or to serve them (CIM 009 annex B, §5.5.7).

`data/core_contexts.json` tells each term once, with the versions that have it: `since` and `until` are their minor
numbers. Names are always read by the newest one, whichever a payload names (versions add terms; what they changed or
dropped is in `test_core_context.py`). v1.9 is as published at its address: eight terms more than annex B prints.
"""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).with_name("data") / "core_contexts.json"
DEFAULT = "https://uri.etsi.org/ngsi-ld/default-context/"
PREFIXES = {"ngsi-ld": "https://uri.etsi.org/ngsi-ld/", "geojson": "https://purl.org/geojson/vocab#"}
VERSIONS = range(3, 10)
_ADDRESS = "https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.{}.jsonld"
_UNNUMBERED = "https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context.jsonld"  # the newest, whichever that is
CORE_URL = _ADDRESS.format(VERSIONS[-1])
_VERSION_AT = {**{_ADDRESS.format(minor): minor for minor in VERSIONS}, _UNNUMBERED: VERSIONS[-1]}
CORE_URLS = frozenset(_VERSION_AT) | {url.replace("https:", "http:") for url in _VERSION_AT}
_BY_NAME = {**{url.rsplit("/", 1)[1]: url for url in _VERSION_AT}, **{url: url for url in CORE_URLS}}
_PROTECTED_SINCE = 8  # the document itself tells JSON-LD processors that its terms win


@cache
def core_terms() -> dict[str, str]:
    """The terms of the newest core context: short name → IRI."""
    return {term: _absolute(row["id"]) for term, row in _rows(VERSIONS[-1]).items()}


def core_url(name: str) -> str | None:
    """The address of the core context that is called so: by its address, or by the last part of it."""
    return _BY_NAME.get(name)


@cache
def core_document(url: str = CORE_URL) -> dict[str, Any]:
    """The core context of one of `CORE_URLS` as the JSON-LD document that stands at this address."""
    version = _VERSION_AT[url.replace("http:", "https:")]
    heading = {"@version": 1.1, "@protected": True} if version >= _PROTECTED_SINCE else {}
    terms = {term: _definition(row) for term, row in _rows(version).items()}
    return {
        "@context": {**heading, **PREFIXES, "id": "@id", "type": "@type", **terms, "@vocab": DEFAULT},
    }


def carried_since() -> dt.datetime:
    """When they came to this machine."""
    return dt.datetime.fromtimestamp(_DATA.stat().st_mtime, dt.UTC)


@cache
def _table() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(_DATA.read_text(encoding="utf-8"))
    return rows


def _rows(version: int) -> dict[str, dict[str, Any]]:
    """By term, what v1.`version` says of it."""
    return {row["term"]: row for row in _table() if row["since"] <= version <= row.get("until", VERSIONS[-1])}


def _definition(row: dict[str, Any]) -> Any:
    coercions = {f"@{name}": row[name] for name in ("type", "container", "context") if name in row}
    return {"@id": row["id"], **coercions} if coercions else row["id"]


def _absolute(iri: str) -> str:
    prefix, _, rest = iri.partition(":")
    return PREFIXES[prefix] + rest if prefix in PREFIXES else iri
