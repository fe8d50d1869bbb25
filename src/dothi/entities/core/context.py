"""JSON-LD names, offline: short name ↔ IRI by the core context and the user's (CIM 009 §4.4, §5.5).

Only what NGSI-LD needs of JSON-LD is here: term maps, prefixes, `@vocab`, nesting by arrays. Nothing is fetched here; a
remote context is known once somebody has its text (`register`), else `LdContextNotAvailable`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dothi.entities.core.core_context import CORE_URL, CORE_URLS, DEFAULT, PREFIXES, core_terms
from dothi.kernel.errors import BadRequest, DothiError

_MOST_HOPS = 8
_MOST_REMEMBERED = 1_000


class ContextNotAvailable(DothiError):
    """A remote @context cannot be had (CIM 009 §6.3.2)."""

    code, status, title = "context-not-available", 504, "LdContextNotAvailable"


_registered: dict[str, dict[str, str]] = {}
_invalid: set[str] = set()  # what stands there is no context
_remembered: dict[str, Context] = {}  # by URL: what it expands is worth keeping between requests


def register(url: str, document: Any) -> int:
    """Makes the text of a remote context known; how many terms it has. Contexts that it names must be known before.

    Raises as `context_of`.
    """
    try:
        _registered[url] = _terms(document)
    except RecursionError as error:  # arrays within arrays within arrays
        raise BadRequest("context-malformed") from error
    _remembered.clear()
    return len(_registered[url])


def refuse(url: str) -> None:
    """What stands at `url` is no context: whoever names it has sent bad data (§5.5.6)."""
    _invalid.add(url)


def forget(url: str) -> None:
    """The context at `url` is no longer known."""
    _registered.pop(url, None)
    _invalid.discard(url)
    _remembered.clear()


def is_context(source: Any) -> bool:
    """An address, terms, or several of these (§5.5.4)."""
    parts = source if isinstance(source, list) else [source]
    return all(isinstance(part, (dict, str)) for part in parts)


def urls_of(source: Any, hops: int = 0) -> list[str]:
    """The remote contexts that a `@context` member or a document names, the core's own left out."""
    if isinstance(source, str):
        return [] if source in CORE_URLS else [source]
    if hops == _MOST_HOPS:  # deeper ones stay unknown: whoever names them is refused
        return []
    if isinstance(source, dict):
        return urls_of(source["@context"], hops + 1) if "@context" in source else []
    if isinstance(source, list):
        return [url for part in source[:_MOST_HOPS] for url in urls_of(part, hops + 1)]
    return []


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
            base = PREFIXES.get(prefix) or self.terms.get(prefix)
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
        for term, base in (*self.terms.items(), *PREFIXES.items()):
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
    if isinstance(source, list) and len(source) == 1:
        source = source[0]
    if isinstance(source, str) and (known := _remembered.get(source)) is not None:
        return known
    try:
        terms = _terms(source)
    except RecursionError as error:  # arrays within arrays within arrays
        raise BadRequest("context-malformed") from error
    if not terms and not isinstance(source, str):
        return CORE
    return _remember(source, Context(terms=terms, link=_link_of(source)))


def _link_of(source: Any) -> str:
    """The URL that stands for a context in a Link header: its only remote part, else the core's."""
    urls = urls_of(source)
    return urls[0] if len(urls) == 1 else CORE_URL


def _remember(source: Any, context: Context) -> Context:
    if isinstance(source, str) and len(_remembered) < _MOST_REMEMBERED:
        _remembered[source] = context
    return context


def _terms(source: Any) -> dict[str, str]:
    if isinstance(source, str):
        if source in _registered:
            return _registered[source]
        if source in CORE_URLS:
            return {}
        if source in _invalid:
            raise BadRequest("context-invalid", url=source)
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
    """Raises BadRequest for a term with a context of its own: it could change what the core's terms mean (§5.5.7)."""
    if not isinstance(document, dict):
        return _terms(document)
    terms: dict[str, str] = {}
    for term, definition in document.items():
        if isinstance(definition, dict) and "@context" in definition and term not in core_terms():
            raise BadRequest("context-scoped", term=term[:100])
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
