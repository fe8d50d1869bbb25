"""How an answer is told: its form, its members, linked entities (CIM 009 §4.5.23, §6.3.6, 6.3.7, 6.3.11, 6.3.20)."""

from __future__ import annotations

from dothi.entities.core.names import dataset_of
from dothi.entities.core.projecting import ALL, Projection
from dothi.entities.core.represent import PROVENANCE, Form
from dothi.entities.store.joining import MOST_LEVELS, Joining
from dothi.gateway.asking import Asked, attribute_names, projection_of
from dothi.gateway.intake import GEO_JSON
from dothi.kernel.errors import BadRequest, InvalidRequest

_STYLES = ("concise", "keyValues", "normalized")
FORMATS = frozenset(
    {"normalized", "concise", "keyValues", "simplified", "temporalValues", "aggregatedValues"}
)
OPTIONS = FORMATS | {"sysAttrs", "count", PROVENANCE}


def words_of(asked: Asked) -> frozenset[str]:
    """`options` and `format` as one set of words; `simplified` is `keyValues`. A format goes before options. Raises InvalidRequest."""
    words, form = asked.names("options"), asked.get("format")
    if form is not None:
        _check_words("format", (form,), FORMATS)
        words = (*(word for word in words if word not in FORMATS), form)
    _check_words("options", words, OPTIONS)
    return frozenset("keyValues" if word == "simplified" else word for word in words)


def _check_words(parameter: str, words: tuple[str, ...], known: frozenset[str]) -> None:
    for word in words:
        if word not in known:
            expected = ", ".join(sorted(known))
            raise InvalidRequest(
                "parameter-malformed", parameter=parameter, value=word[:40], expected=expected
            )


def form_of(asked: Asked, media: str = "") -> Form:
    """Raises BadRequest, InvalidRequest."""
    if not asked.values:  # most reads of one entity
        return Form(context=asked.context)
    words, context = words_of(asked), asked.context
    if asked.get("geometryProperty") and media != GEO_JSON:
        raise BadRequest("geometry-property-alone")
    return Form(
        style=next((style for style in _STYLES if style in words), "normalized"),
        system="sysAttrs" in words,
        lang=asked.get("lang"),
        attrs=frozenset(context.expand(name) for name in attribute_names(asked)) or None,
        context=context,
        temporal_values="temporalValues" in words or "keyValues" in words,
        shown=_shown(asked),
        datasets=_datasets(asked),
        sources={} if PROVENANCE in words else None,
    )


def _shown(asked: Asked) -> Projection:
    return projection_of(asked) if asked.get("pick") or asked.get("omit") else ALL


def _datasets(asked: Asked) -> frozenset[str] | None:
    named = asked.names("datasetId")
    return frozenset(dataset_of(one, "datasetId") for one in named) if named else None


def joining_of(asked: Asked) -> Joining | None:
    """None: nothing is joined. Raises BadRequest, also for a projection that speaks of entities that are not joined."""
    if not asked.values:
        return None
    how = asked.get("join") or "@none"
    if how not in ("inline", "flat", "@none"):
        raise _wrong("join", how, "inline, flat, @none")
    levels = 0 if how == "@none" else _levels(asked.get("joinLevel"))
    if projection_of(asked).depth > levels:
        raise BadRequest("projection-too-deep", depth=levels)
    return Joining(how, levels, frozenset(asked.names("containedBy"))) if levels else None


def _levels(text: str | None) -> int:
    if text is None:
        return 1
    if not text.isascii() or not text.isdigit() or len(text) > 3 or not 1 <= int(text) <= MOST_LEVELS:
        raise _wrong("joinLevel", text, f"1…{MOST_LEVELS}")
    return int(text)


def only_read(form: Form, geometry: str | None = None) -> frozenset[str] | None:
    """The IRIs of the attributes that the answer needs; None: all."""
    named = form.attrs if form.attrs is not None else form.shown.attributes
    return named if named is None or geometry is None else named | {geometry}


def _wrong(parameter: str, value: str, expected: str) -> BadRequest:
    return BadRequest("parameter-malformed", parameter=parameter, value=value[:80], expected=expected)
