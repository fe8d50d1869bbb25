"""JSON-LD names, offline: short name ↔ IRI by the core context and the user's (CIM 009 §4.4, §5.5).

Only what NGSI-LD needs of JSON-LD is here: term maps, prefixes, `@vocab`, nesting by arrays. Nothing is fetched; a
remote context is known when its text was bundled (`register`), else `LdContextNotAvailable`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from dothi.kernel.errors import BadRequest, DothiError

DEFAULT = "https://uri.etsi.org/ngsi-ld/default-context/"
CORE_URL = "https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.9.jsonld"
_MOST_HOPS = 8
_PREFIXES = {"ngsi-ld": "https://uri.etsi.org/ngsi-ld/", "geojson": "https://purl.org/geojson/vocab#"}
_CORE_PREFIX = "https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context"


class ContextNotAvailable(DothiError):
    """A remote @context is not bundled with this server (CIM 009 §6.3.2)."""

    code, status, title = "context-not-available", 503, "LdContextNotAvailable"


_registered: dict[str, dict[str, str]] = {}


def register(url: str, document: Any) -> None:
    """Bundles the text of a remote context, so that `url` is known without a network."""
    _registered[url] = _terms(document.get("@context", document) if isinstance(document, dict) else document)


@cache
def core_terms() -> dict[str, str]:
    """The terms of the core context: short name → IRI, as in annex B of CIM 009 v1.9.1.

    `attributeCount` and `attributeDetails` are not there: the annex gives them relative to @vocab, as any unknown name is.
    """
    text = files("dothi.entities.core").joinpath("data/core_terms.json").read_text(encoding="utf-8")
    terms: dict[str, str] = json.loads(text)
    return terms


@dataclass(slots=True, eq=False)
class Context:
    """Short names ↔ IRIs. Expansions and compactions are remembered, so each name costs one look-up."""

    terms: dict[str, str] = field(default_factory=dict)  # the user's own; the core context always wins
    link: str = CORE_URL
    _expanded: dict[str, str] = field(default_factory=dict)
    _compacted: dict[str, str] = field(default_factory=dict)
    _by_iri: dict[str, str] | None = None

    def expand(self, name: str) -> str:
        """The IRI of a short name, a compact IRI (`ex:name`) or an IRI."""
        iri = self._expanded.get(name)
        if iri is None:
            iri = self._expand(name)
            if len(self._expanded) < 10_000:  # names come from outside: remember, but not without end
                self._expanded[name] = iri
        return iri

    def _expand(self, name: str, hops: int = 0) -> str:
        known = core_terms().get(name) or self.terms.get(name)
        if known:
            if ":" not in known or _is_absolute(known):
                return known
            if hops == _MOST_HOPS:  # terms that name each other in a ring
                raise BadRequest("context-malformed")
            return self._expand(known, hops + 1)
        if ":" in name:
            prefix, _, rest = name.partition(":")
            base = _PREFIXES.get(prefix) or self.terms.get(prefix)
            if base and not rest.startswith("//"):
                return base + rest
            return name
        return self.terms.get("@vocab", DEFAULT) + name

    def compact(self, iri: str) -> str:
        """The shortest name of an IRI in this context."""
        name = self._compacted.get(iri)
        if name is None:
            name = self._compact(iri)
            if len(self._compacted) < 10_000:
                self._compacted[iri] = name
        return name

    def _compact(self, iri: str) -> str:
        if self._by_iri is None:
            own = {self._expand(term): term for term in self.terms if not term.startswith("@")}
            self._by_iri = {**own, **{value: term for term, value in core_terms().items()}}
        if iri in self._by_iri:
            return self._by_iri[iri]
        vocabulary = self.terms.get("@vocab", DEFAULT)
        if iri.startswith(vocabulary) and iri != vocabulary:
            rest = iri[len(vocabulary) :]
            if rest not in self.terms and rest not in core_terms() and ":" not in rest:
                return rest
        for term, base in (*self.terms.items(), *_PREFIXES.items()):
            if base and base[-1] in "/#" and iri.startswith(base) and not term.startswith("@"):
                return f"{term}:{iri[len(base) :]}"
        return iri


def _is_absolute(iri: str) -> bool:
    return "://" in iri or iri.startswith("urn:")


CORE = Context()


def context_of(source: Any) -> Context:
    """The context of a payload's `@context` member or a Link header: URL, object, or array of these.

    Raises ContextNotAvailable for an unknown URL, BadRequest for something that is no context.
    """
    if source is None or source == [] or source == CORE_URL:
        return CORE
    try:
        terms = _terms(source)
    except RecursionError as error:  # arrays within arrays within arrays
        raise BadRequest("context-malformed") from error
    if not terms:
        return CORE
    link = source if isinstance(source, str) else CORE_URL
    return Context(terms=terms, link=link)


def _terms(source: Any) -> dict[str, str]:
    if isinstance(source, str):
        if source in _registered:
            return _registered[source]
        if source.startswith(_CORE_PREFIX):
            return {}
        raise ContextNotAvailable(url=source)
    if isinstance(source, list):
        merged: dict[str, str] = {}
        for part in source:
            merged.update(_terms(part))
        return merged
    if isinstance(source, dict):
        return _term_map(source.get("@context", source) if "@context" in source else source)
    raise BadRequest("context-malformed")


def _term_map(document: Any) -> dict[str, str]:
    if not isinstance(document, dict):
        return _terms(document)
    terms: dict[str, str] = {}
    for term, definition in document.items():
        iri = definition.get("@id") if isinstance(definition, dict) else definition
        if isinstance(iri, str) and (not term.startswith("@") or term == "@vocab"):
            terms[term] = iri
    for term, iri in list(terms.items()):
        terms[term] = _resolved(terms, iri)
    return terms


def _resolved(terms: dict[str, str], iri: str) -> str:
    prefix, colon, rest = iri.partition(":")
    if colon and not rest.startswith("//") and prefix in terms and prefix != iri:
        return terms[prefix] + rest
    return iri
