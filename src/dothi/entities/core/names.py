"""Which ids and names are allowed: entity ids, attribute and type names, dataset ids (CIM 009 §4.5.1, 4.5.5, 4.6.2)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from dothi.kernel.errors import BadRequest
from dothi.kernel.ids import URN

# also what turns the direction of reading, is not seen or is half a letter: two ids must not look like one
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_BAD_NAME = re.compile(r"""[\x00-\x20\x7f<>"'=;()|]""")  # §4.6.2 and what q could not name
_URL = re.compile(r"""[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+""")  # the scheme: RFC 3986 §3.1
MOST_NAME = 500
_ALIASES = frozenset({"id", "type"})


def checked_urn(urn: Any) -> str:
    """An entity id: a URI (§4.5.1). Raises BadRequest."""
    if (
        not isinstance(urn, str)
        or len(urn) > 1000
        or _CONTROL.search(urn)
        or not (URN.match(urn) or _is_url(urn))
    ):
        raise BadRequest("entity-id-not-a-uri", entity=str(urn)[:120])
    return urn


@lru_cache(maxsize=4096)
def checked_name(name: str) -> str:
    """An attribute's name or IRI (§4.6.2). Raises BadRequest."""
    if (
        not name
        or len(name) > MOST_NAME
        or ("://" not in name and _BAD_NAME.search(name))
        or _CONTROL.search(name)
        or name[0] in "@/"
    ):
        raise BadRequest("attribute-name-malformed", attribute=name[:80])
    return name


def is_entity_type(name: str) -> bool:
    """May this stand as the type of an entity? Not the keywords of JSON-LD and their aliases in the core context."""
    return is_type_name(name) and name not in _ALIASES and not name.startswith("@")


def is_type_name(name: str) -> bool:
    """May this stand as a type, or as a word of a vocabulary?"""
    return bool(name) and len(name) <= MOST_NAME and not _CONTROL.search(name)


def dataset_of(raw: Any, name: str) -> str:
    """The IRI of a datasetId, "" for the default instance. Raises BadRequest."""
    if raw is None or raw == "@none":
        return ""
    if not isinstance(raw, str) or ":" not in raw or len(raw) > 1000 or _CONTROL.search(raw):
        raise BadRequest("dataset-not-a-uri", attribute=name)
    return raw


def _is_url(text: str) -> bool:
    return _URL.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def short(iri: str) -> str:
    """The last part of an IRI, as entities_term.short."""
    return iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def is_named(iri: str, names: frozenset[str]) -> bool:
    """Is the term among these short names or IRIs?"""
    return iri in names or short(iri) in names
